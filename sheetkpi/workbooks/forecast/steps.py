"""The steps of DECOMPOSE, one formula a cell, each a KPI of its own: for the sheet and for the self-test."""

from collections.abc import Mapping

from sheetkpi.workbooks.book import Book
from sheetkpi.workbooks.forecast.guards import shown

#: The results, in the order of DECOMPOSE.
FIGURES = ("target_revenue", "customers", "cpo", "leads", "cpl", "clicks", "cpc", "breakeven_cpc", "romi", "drr")

#: What the steps are counted from.
GIVEN = ("budget", "gross_profit", "cost_share", "revenue_per_customer", "profit_per_customer", "lead_to_sale", "click_to_lead")


def step_formulas(book: Book, given: Mapping[str, str], figures: Mapping[str, str], rounding: Mapping[str, str]) -> dict[str, str]:
    """The formula of each result."""
    kpi, is_article = book.kpi, f'{rounding["all"]}="seed"'
    budget, sale, lead = given["budget"], given["lead_to_sale"], given["click_to_lead"]

    def in_article(formula: str, otherwise: str, *cells: str) -> str:
        """As the article rounds it, where there is something to round."""
        return f"IF(AND({is_article},COUNT({','.join(cells)})={len(cells)}),{formula},{otherwise})"

    cost_per_customer = kpi("CPO", budget, figures["customers"])
    cost_per_lead = kpi("MAX_CPL", figures["cpo"], sale)
    formulas = {
        "target_revenue": kpi("TARGET_REVENUE", given["gross_profit"], given["cost_share"]),
        "customers": kpi("TARGET_CUSTOMERS", figures["target_revenue"], given["revenue_per_customer"], rounding["customers"]),
        "cpo": in_article(f"ROUND({cost_per_customer},0)", cost_per_customer, budget, figures["customers"]),
        "leads": kpi("TARGET_LEADS", figures["customers"], sale, rounding["counts"]),
        "cpl": in_article(f"ROUND({cost_per_lead},0)", kpi("CPL", budget, figures["leads"]), figures["cpo"], sale),
        "clicks": kpi("TARGET_CLICKS", figures["leads"], lead, rounding["counts"]),
        "cpc": in_article(kpi("MAX_CPC", figures["cpl"], "1", lead), kpi("CPC", budget, figures["clicks"]), figures["cpl"], lead),
        "breakeven_cpc": kpi("MAX_CPC", given["profit_per_customer"], sale, lead),
        "romi": kpi("ROMI", given["gross_profit"], budget),
        "drr": kpi("DRR", budget, figures["planned_revenue"]),
    }
    return {name: shown(formula) for name, formula in formulas.items()}
