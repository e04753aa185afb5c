"""Ticket systems: Zendesk, Intercom, Freshdesk, HubSpot, Salesforce and their like, a reader each.

For: tickets with their comments, ratings and durations. Not for: messengers and bots without a ticket (`chats`).
"""
