"""One standard of marketing KPIs for all spreadsheets of a company.

>>> import sheetkpi
>>> sheetkpi.romi(100000, 50000)
1.0
>>> sheetkpi.KPIS["ROMI"].title("ru")
'Рентабельность маркетинга (по валовой прибыли)'
>>> sheetkpi.calculate("ROMI", [[100000, None, 5000], 50000]).values
[1.0, None, -0.9]
"""

# ruff: noqa: I001 - the order of these imports is the order of the catalogue
from sheetkpi.model.errors import CellError as CellError
from sheetkpi.model.errors import CellWarning as CellWarning
from sheetkpi.model.errors import DivisionByZero as DivisionByZero
from sheetkpi.model.errors import ErrorCell as ErrorCell
from sheetkpi.model.errors import NotAvailable as NotAvailable
from sheetkpi.model.errors import OutOfRange as OutOfRange
from sheetkpi.model.errors import SheetKpiError as SheetKpiError
from sheetkpi.model.errors import UnknownFunction as UnknownFunction
from sheetkpi.model.errors import WrongType as WrongType
from sheetkpi.model.ranges import Range as Range
from sheetkpi.registry import KPIS as KPIS
from sheetkpi.registry import Kpi as Kpi
from sheetkpi.registry import calculate as calculate
from sheetkpi.registry import find as find
from sheetkpi.model.tables import Table as Table

# The KPIs, written by `sheetkpi build`.
# <kpis>
from sheetkpi.kpis.profitability import profit as profit
from sheetkpi.kpis.profitability import gross_margin as gross_margin
from sheetkpi.kpis.profitability import romi as romi
from sheetkpi.kpis.profitability import romi_margin as romi_margin
from sheetkpi.kpis.profitability import roi as roi
from sheetkpi.kpis.profitability import roas as roas
from sheetkpi.kpis.profitability import drr as drr
from sheetkpi.kpis.profitability import breakeven_roas as breakeven_roas
from sheetkpi.kpis.profitability import breakeven_customers as breakeven_customers
from sheetkpi.kpis.profitability import unit_cost as unit_cost
from sheetkpi.kpis.profitability import without_vat as without_vat
from sheetkpi.kpis.acquisition import cpm as cpm
from sheetkpi.kpis.acquisition import cpc as cpc
from sheetkpi.kpis.acquisition import cpl as cpl
from sheetkpi.kpis.acquisition import cpa as cpa
from sheetkpi.kpis.acquisition import cpo as cpo
from sheetkpi.kpis.acquisition import cac as cac
from sheetkpi.kpis.funnel import ctr as ctr
from sheetkpi.kpis.funnel import conversion as conversion
from sheetkpi.kpis.funnel import funnel_rate as funnel_rate
from sheetkpi.kpis.funnel import traffic_per_lead as traffic_per_lead
from sheetkpi.kpis.funnel import deal_cycle as deal_cycle
from sheetkpi.kpis.funnel import funnel_table as funnel_table
from sheetkpi.kpis.traffic import share_of as share_of
from sheetkpi.kpis.traffic import channel_mix as channel_mix
from sheetkpi.kpis.loyalty import retention as retention
from sheetkpi.kpis.loyalty import churn as churn
from sheetkpi.kpis.loyalty import repeat_rate as repeat_rate
from sheetkpi.kpis.loyalty import participation_rate as participation_rate
from sheetkpi.kpis.loyalty import redemption_rate as redemption_rate
from sheetkpi.kpis.loyalty import reactivation_rate as reactivation_rate
from sheetkpi.kpis.loyalty import nps as nps
from sheetkpi.kpis.loyalty import nps_counts as nps_counts
from sheetkpi.kpis.loyalty import nps_margin as nps_margin
from sheetkpi.kpis.loyalty import csat as csat
from sheetkpi.kpis.lifetime import aov as aov
from sheetkpi.kpis.lifetime import purchase_frequency as purchase_frequency
from sheetkpi.kpis.lifetime import ltv as ltv
from sheetkpi.kpis.lifetime import ltv_churn as ltv_churn
from sheetkpi.kpis.lifetime import lifetime_romi as lifetime_romi
from sheetkpi.kpis.lifetime import ltv_cac as ltv_cac
from sheetkpi.kpis.lifetime import payback as payback
from sheetkpi.kpis.lifetime import crv as crv
from sheetkpi.kpis.dynamics import growth_rate as growth_rate
from sheetkpi.kpis.dynamics import cagr as cagr
from sheetkpi.kpis.dynamics import base_revenue as base_revenue
from sheetkpi.kpis.forecast import target_revenue as target_revenue
from sheetkpi.kpis.forecast import target_customers as target_customers
from sheetkpi.kpis.forecast import target_leads as target_leads
from sheetkpi.kpis.forecast import target_clicks as target_clicks
from sheetkpi.kpis.forecast import max_cpo as max_cpo
from sheetkpi.kpis.forecast import max_cpl as max_cpl
from sheetkpi.kpis.forecast import max_cpc as max_cpc
from sheetkpi.kpis.forecast import required_budget as required_budget
from sheetkpi.kpis.forecast import decompose as decompose
from sheetkpi.kpis.forecast import bid_grid as bid_grid
from sheetkpi.kpis.forecast import media_forecast as media_forecast
from sheetkpi.kpis.plan import smart_target as smart_target
from sheetkpi.kpis.plan import attainment as attainment
from sheetkpi.kpis.plan import run_rate as run_rate
from sheetkpi.kpis.plan import pace as pace
from sheetkpi.kpis.plan import kpi_status as kpi_status
from sheetkpi.kpis.statistics import ratio_of_sums as ratio_of_sums
from sheetkpi.kpis.statistics import conversion_bound as conversion_bound
from sheetkpi.kpis.statistics import romi_bound as romi_bound
from sheetkpi.kpis.statistics import prop_test as prop_test
from sheetkpi.kpis.statistics import min_sample as min_sample
from sheetkpi.kpis.statistics import min_clicks as min_clicks
from sheetkpi.kpis.channels import marginal_cpa as marginal_cpa
from sheetkpi.kpis.channels import channel_compare as channel_compare
from sheetkpi.kpis.budget import reallocate as reallocate
# </kpis>

__version__ = "0.1.0"
