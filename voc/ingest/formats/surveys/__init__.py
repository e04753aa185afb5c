"""Survey tools: Qualtrics, SurveyMonkey, Typeform, Delighted and their like, a reader each.

For: answers to questions. Not for: reviews in public places (`reviews`), nor answers of a tool that nobody knows
(`unknown`).
"""
