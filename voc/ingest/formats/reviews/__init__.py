"""Reviews and comments in public: stores of apps, portals, forums, social networks.

For: words with stars, or without. Not for: answers that a firm asked for (`surveys`).
"""
