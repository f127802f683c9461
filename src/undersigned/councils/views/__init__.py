"""Pages of councils: the public's, the council office's and the operators'."""
