"""Values that break programs: control characters, extreme dates and numbers, long texts, code of other languages."""

LONG = "x" * 3000
TEXTS = [
    "", " ", "\x00", "a\x00b", "\x01", "\x0b", "\x1b[31m", "\x7f", "\x85", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0",
    "\ufeff", "\u202egnp", "\u2028", "e\u0301", "🚀", "İ", "ß", "٣", "²", "\uff11\uff12", "\r\nX-Evil: 1",
    "a\r\nb\tc", "%00", "%", "%zz",
    "'", '"', "'; DROP TABLE x; --", "<script>alert(1)</script>", "]]>", "&amp;", "{{ 7*7 }}", "{% load x %}", "{0}",
    "%s%n", "../../etc/passwd", "//evil.example/", "javascript:alert(1)", "http://[", "http://127.0.0.1:9/",
    "=1+1", "@SUM(1)", "\\", "*", "-", "--", "a:b:c", "stars:>", "stars:>999999999999999999", "updated:<9999y",
    'sort:-stars "', "-" * 200, "(" * 200, "a," * 500, "a " * 150, LONG, "null", "None", "true", "on", "[]", "{}",
    "[" * 1000, '{"title": null}', '{"text": 5}', '["a"]', '{"title": "\\ud800"}', '{"deprecated_at": "9999"}',
]  # fmt: skip
NUMBERS = [
    "0", "-1", "1.5", "1e3", "NaN", "007", "2147483647", "2147483648", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "9" * 30, "9" * 400, "9" * 5000, "+1", "1_0", "0x10", "1,2",
]  # fmt: skip
DAYS = [
    "0001-01-01", "0002-12-31", "1582-10-15", "1969-12-31", "1970-01-01", "1999-12-31", "2089-09-19", "2199-12-31",
    "9999-12-31", "10000-01-01", "2026-02-30", "2026-13-01", "20260501", "2026-W18-5", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "yesterday", "-1-01-01",
]  # fmt: skip
ODD = [*TEXTS, *NUMBERS, *DAYS]

# As they stand in an address: not UTF-8, overlong, half of a pair, encoded twice.
RAW = ["%ff%fe", "%c0%af", "%ed%a0%80", "%f8%88%80%80%80", "%2500", "%2e%2e%2f", "%", "%u0041", "a%0d%0ab", "%C2%85"]

HEADERS = {
    "Accept": [
        "", "*", "*/*", "text/html", "application/json", "application/json; indent=9999999", "text/html; q=x", ";",
        "a/b/c", "application/xml", "a," * 500, "\xff",
    ],
    "Accept-Language": ["", "*", "xx", "de-DE,de;q=0.9", "en;q=9", "../../etc", "\xff", "a-" * 300, "zh-hant-" * 50],
    "Accept-Encoding": ["", "*", "gzip", "br;q=0", "zstd", "identity;q=0", "gzip;q=x", "\xff", "a," * 500],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=a-b", f"bytes={'9' * 40}-", "bytes=0-0,2-2", "items=0-1"],
    "If-None-Match": ["*", '"x"', 'W/"x"', '"', "\xff", '"x",' * 500],
    "If-Match": ["*", '"x"', "\xff"],
    "If-Modified-Since": ["", "0", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "x", "9" * 40],
    "If-Unmodified-Since": ["Mon, 01 Jan 0001 00:00:00 GMT", "x"],
    "Host": ["", " ", "evil.example", "127.0.0.1:x", "a b", "127.0.0.1@evil.example", "[::1", "\xff", "x" * 300],
    "Cookie": [
        "sessionid=", "sessionid=\xff", "sessionid=x; sessionid=y", ";;;", "=", "csrftoken=x", "messages=x:y:z",
        "sessionid=" + "x" * 5000, "\x01=\x02", 'a="b',
    ],
    "Content-Type": [
        "", "x", "text/plain", "application/json", "application/x-www-form-urlencoded; charset=x",
        "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff", "application/x-www-form-urlencoded; charset=utf-16",
    ],
    "Content-Length": ["", "-1", "x", "0", "5", "9" * 30, "+5", "٣"],
    "Transfer-Encoding": ["chunked", "gzip, chunked", "x"],
    "Referer": ["", "x", "http://[", "https://evil.example/", "\xff"],
    "Origin": ["null", "x", "http://[", "https://evil.example"],
    "Authorization": ["", "Basic", "Basic \xff", "Basic YTpi", "Bearer x"],
    "X-Forwarded-Proto": ["", "https,http", "ftp", "javascript"],
    "X-Forwarded-For": ["", "x", "1.2.3.4, 5.6.7.8", "::1", "9" * 300],
    "X-Forwarded-Host": ["evil.example"],
    "X-CSRFToken": ["", "x", "\xff"],
    "X-Requested-With": ["XMLHttpRequest"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Quick": ["1"],
    "HX-Request": ["true", "\xff"],
    "Expect": ["100-continue"],
    "User-Agent": ["", "\xff", "x" * 5000],
}  # fmt: skip
METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 50, ""]
