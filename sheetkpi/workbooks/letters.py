"""How wide a text is in the font of the workbooks, and how many lines it takes in a column."""

#: The letters of Calibri by their width in ems, a little on the safe side; no font has to be installed to know them.
_LETTERS = {
    0.25: " ',.Iijl·₁",
    0.3: "()-:;[]`f{}",
    0.35: "!Jrtг₂",
    0.4: '"/\\szт',
    0.45: "?FLSckvxy|Гзксухэ",
    0.5: "#$*+0123456789<=>ETYZ^_aeg~ЕЗТавелчьяЁё«»–−×≤≥",
    0.55: "BCKPRXbdhnopquБВКРСУХЧЬЭЯбдийнопрцъ",
    0.6: "AVАЛЪ",
    0.65: "DGHNOUДИЙНОПЦф",
    0.7: "%&QwФжмы…",
    0.75: "Ышщю",
    0.8: "mЖ",
    0.85: "MМ∞",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_WIDEST = 0.9

#: How many ems of a text in ten points fit where a column counts one digit.
_EMS = 0.525


def length_of(text: str) -> float:
    """How long a text is, in ems."""
    return sum(_WIDTHS.get(letter, _WIDEST) for letter in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text in ten points takes in a column; a guess on the safe side, for only the program that shows it knows."""
    return sum(_wrapped(line, max(width, 1) * _EMS) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        length = length_of(word)
        if used and used + _WIDTHS[" "] + length > room:
            lines, used = lines + 1, 0.0
        used += length + (_WIDTHS[" "] if used else 0)
        while used > room:  # a word that is longer than the column is broken
            lines, used = lines + 1, used - room
    return lines
