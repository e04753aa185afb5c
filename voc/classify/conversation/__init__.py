"""What the turns of a chat or call say beside their topics: what is said again, waits told and waits promised.

For: tables `restatements`, `waits_told` and `waits_promised`. Not for: topics and sentiment of clauses.
"""
