"""A server's own questions: files of them, and how alike two are."""
