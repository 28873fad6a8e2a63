"""The codes of what the lexer, the parser and the builder report: each has its own page."""

UNEXPECTED = "P001"
MISSING_BRACE = "P002"
MISSING_LINE_END = "P003"
BAD_CHARACTER = "P004"
BAD_LITERAL = "P005"
BAD_STRING = "P006"
RESERVED_NAME = "P007"
SINGLE_EQUALS = "P008"
MIXED_AND_OR = "P009"
TOO_LARGE = "P010"
INVISIBLE_CHARACTER = "P011"
NOT_TEXT = "P012"
CAPITAL_VALUE = "P013"
IMPOSSIBLE_DATE = "P014"
WRONG_WORD = "P016"
BAD_SUPPRESSION = "P130"
UNUSED_SUPPRESSION = "P131"

#: How many mistakes the lexer, the parser and the builder each report in a file.
MAX_REPORTS = 100
