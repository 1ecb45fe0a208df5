"""The demo content: TOML files in home/demo_content become pages, snippets and rows.

Builders (`reference`, `pages`, `guidance`, `programs`, `publications`) turn the files into
`Content` without touching the database. `loading` compares that with what is stored and writes
the difference; `translation` gives every item its finished English version.
"""
