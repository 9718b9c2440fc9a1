"""The tables, one file an aggregate. Importing this package makes the whole schema known to `SQLModel.metadata`."""

from orderdesk.models.approval import ApprovalStep, Deputy, HoldRelease, HoldRule, RoleCeiling
from orderdesk.models.attribute import Attribute, AttributeValue
from orderdesk.models.bank import BankBooking, BankLine, BankStatement, CustomerBank
from orderdesk.models.company import NumberSeries, Setting
from orderdesk.models.counting import CountLine, CountSheet
from orderdesk.models.currency import ExchangeRate, KnownCurrency
from orderdesk.models.customer import Address, Contact, CreditGroup, Customer, Segment, Terms, TermsPart
from orderdesk.models.customer_item import CustomerItem
from orderdesk.models.dispute import Dispute, Promise
from orderdesk.models.event import Answer, Event
from orderdesk.models.lot import CountLot, KitComponent, Lot, LotStock
from orderdesk.models.money import (
    Application,
    Invoice,
    InvoiceLine,
    InvoicePart,
    InvoiceTax,
    InvoiceTaxPart,
    LedgerEntry,
    Receipt,
)
from orderdesk.models.order import Allocation, Hold, Order, OrderLine
from orderdesk.models.packing import Parcel, ParcelLine
from orderdesk.models.people import User, UserRole
from orderdesk.models.price import PriceList, PriceRule
from orderdesk.models.product import Barcode, Category, Product, ProductUnit, Supplier, TaxRate
from orderdesk.models.quotation import OutcomeReason, QuotationOutcome, QuotationRevision
from orderdesk.models.refund import Refund, RefundPart
from orderdesk.models.reminder import Reminder
from orderdesk.models.returning import Complaint, Outcome, Remedy, ReturnLine, ReturnReason, ReturnReceipt, SalesReturn
from orderdesk.models.service import ServiceDone
from orderdesk.models.shipping import Pick, PickLine, Shipment, ShipmentLine
from orderdesk.models.stock import Bin, ExpectedReceipt, Stock, StockMove, Warehouse
from orderdesk.models.supply import Distance, KeptGoods, Transfer, TransferLine
from orderdesk.models.template import OrderTemplate, OrderTemplateLine
from orderdesk.models.view import SavedView

__all__ = [
    "Address", "Allocation", "Answer", "Application", "ApprovalStep", "Attribute", "AttributeValue", "BankBooking",
    "BankLine", "BankStatement", "Barcode", "Bin", "Category", "Complaint", "Contact", "CountLine", "CountLot",
    "CountSheet", "CreditGroup", "Customer", "CustomerBank", "CustomerItem", "Deputy", "Dispute", "Distance", "Event",
    "ExchangeRate", "ExpectedReceipt", "Hold", "HoldRelease", "HoldRule", "Invoice", "InvoiceLine", "InvoicePart",
    "InvoiceTax", "InvoiceTaxPart", "KeptGoods", "KitComponent", "KnownCurrency", "LedgerEntry", "Lot", "LotStock",
    "NumberSeries", "Order", "OrderLine", "OrderTemplate", "OrderTemplateLine", "Outcome", "OutcomeReason", "Parcel",
    "ParcelLine", "Pick", "PickLine", "PriceList", "PriceRule", "Product", "ProductUnit", "Promise",
    "QuotationOutcome", "QuotationRevision", "Receipt", "Refund", "RefundPart", "Remedy", "Reminder", "ReturnLine",
    "ReturnReason", "ReturnReceipt", "RoleCeiling", "SalesReturn", "SavedView", "Segment", "ServiceDone", "Setting",
    "Shipment", "ShipmentLine", "Stock", "StockMove", "Supplier", "TaxRate", "Terms", "TermsPart", "Transfer",
    "TransferLine", "User", "UserRole", "Warehouse",
]  # fmt: skip
