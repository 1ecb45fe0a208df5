"""Makers of obviously fictional data: no person, office or number in them is a real one."""
