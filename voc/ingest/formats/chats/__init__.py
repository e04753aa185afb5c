"""Chats: messengers, live chat, bots, and plain transcripts with who speaks in front of each line.

For: messages as turns. Not for: chats that hang on a ticket (`tickets`), nor speech (`calls`).
"""
