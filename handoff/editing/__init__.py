"""The editors' side of the answers: drafts, their history, and the files that the assistant is trained from."""
