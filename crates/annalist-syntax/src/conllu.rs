//! Reading and writing CoNLL-U.
