"""Files of tools that no other room knows, told by their headings or by the names in their JSON.

For: what is left once every other room has given way. Not for: a tool with a shape of its own, which gets a reader in
its room.
"""
