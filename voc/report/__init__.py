"""The report room: what the tables say, put into sentences, pictures and files for a reader.

For: `pipeline` and `voc report`, through `write.reports`. Not for: finding anything out; what moved and why is
settled in `shifts` and `explanations` before a report begins.
"""
