"""Layouts that come with the software, one a file: how the states' rolls are laid out.

A column is named by the header's name (`a|b` where editions differ), or by its number from 1 where there is no header.
"""
