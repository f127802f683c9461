-- Readers: the page as a browser asks for it.
wrk.headers["Host"] = "localhost"
wrk.headers["accept-encoding"] = "gzip"
