"""The sessions of the documents and docstrings are true."""

import doctest

import annalist


def test_the_sessions_of_the_document_are_true(root):
    failed, tried = doctest.testfile(str(root / "docs/python.md"), module_relative=False)
    assert (failed, tried > 5) == (0, True)


def test_the_docstrings_are_true():
    failed, tried = doctest.testmod(annalist)
    assert (failed, tried > 0) == (0, True)
