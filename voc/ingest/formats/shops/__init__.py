"""Shops: orders, returns and visits of shop systems, market places and web analytics.

For: operational data, and what customers write on a return. Not for: reviews of what was bought (`reviews`).
"""
