"""The signs of currencies."""

from collections.abc import Mapping

#: By the code of ISO 4217. A currency without a sign of its own keeps its code.
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
    """The sign of a currency; what is no known code stays as it is.

    >>> sign_of("rub"), sign_of("€"), sign_of("CHF")
    ('₽', '€', 'CHF')
    """
    return SIGNS.get(currency.strip().upper(), currency.strip())
