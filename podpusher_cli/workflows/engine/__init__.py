"""The publishing engine: many jobs at once, each write recorded before and after, nothing made twice.

`loop` turns; `steps` sends what a job needs next; `looking` reads the shop for what is being published, `doubts` settles
creates without an answer, both from `walks`; `confirming` asks Etsy; `hands` holds the items and their endings;
`dispatch` makes the calls in threads and writes the journal. The plan of record is reference/printify.md, section 8.
"""
