"""Data in and out: files of sales, customers and products, as firms have them.

An import is one uploaded file on its way: looked at, mapped, checked, loaded in batches, undone
if wanted. A field is what a column may be taken for. A batch is one transaction with its mark.
"""
