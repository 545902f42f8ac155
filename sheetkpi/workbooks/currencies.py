"""Currency symbols."""

from collections.abc import Mapping

#: By ISO 4217 code. A currency without a symbol keeps its code.
SIGNS: Mapping[str, str] = {
    "AMD": "֏",
    "AZN": "₼",
    "BYN": "Br",
    "CNY": "¥",
    "CZK": "Kč",
    "EUR": "€",
    "GBP": "£",
    "GEL": "₾",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "KZT": "₸",
    "PLN": "zł",
    "RSD": "дин.",
    "RUB": "₽",
    "RUR": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "UZS": "сум",
}


def sign_of(currency: str) -> str:
    """Return the symbol of a currency; an unknown code stays as it is.

    >>> sign_of("rub"), sign_of("€"), sign_of("CHF")
    ('₽', '€', 'CHF')
    """
    return SIGNS.get(currency.strip().upper(), currency.strip())
