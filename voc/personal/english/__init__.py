"""Names of people and postal addresses in texts in Latin letters: by the words around them, by lists, by places they stand in.

For: `personal`. Not for: numbers (`numbers`), nor what any text has said elsewhere (`again`, `replies`).
"""
