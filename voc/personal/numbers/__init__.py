"""Numbers and marks that belong to a person: phones, cards, accounts, identity papers, plates, addresses of mail and machines.

For: `personal`. Not for: names; and what a number is where it is nobody's, such as an order's, is told by `records`.
"""
