"""Calls: logs of telephone systems, and transcripts of what was said.

For: recordings as turns, contacts with their waits. Not for: typed chats (`chats`).
"""
