"""Names of people, addresses and messengers' names in Chinese texts of both scripts.

For: `personal`. Not for: numbers (`numbers`); names of other peoples in Latin letters are those of `english`.
"""
