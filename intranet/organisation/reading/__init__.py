"""A file of people, as spreadsheets and HR software write them: CSV or XLSX, whatever its encoding, read a row at a time.

Pure: no model, no request. Whatever is wrong is an `Unreadable`, whose sentence is in `intranet.organisation.sentences`.
"""
