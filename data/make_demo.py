"""Makes the demo company: Kaldewind Fine Foods of Lübeck, a wholesaler that does not exist, as CSV files in data/demo/.

Run it again and the same bytes come out: it draws from its own seeded generator, and every date that must look recent
is written relative (`today-12`). Everything is invented; telephone numbers are of ranges kept for fiction or not given
out, e-mail addresses end in .example, and VAT numbers begin with zeros that no office hands out.

What would surprise you: the orders are made first and the credit limits after them, so that only the orders meant to be
held are over a limit; `check` prices every line with the rules of prices.csv to prove it.
"""

# ruff: noqa: D101, D102, D103 -- a script that nothing imports; the parts are named for what they make

from __future__ import annotations

import csv
import random
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from demo_words import (
    CUSTOMERS,
    DULL_WORDS,
    FIRST,
    LAST,
    NAMES_FOR_CODES,
    PLACES,
    PRODUCTS,
    ROLES,
    STREETS,
    SUPPLIERS,
    VAT,
)

HERE = Path(__file__).parent
OUT = HERE / "demo"
SEED = 20_261_112

CENT = Decimal("0.01")
FIRST_ORDER = 1001
FIRST_RECEIPT = 5001

# The fixed tables --------------------------------------------------------------------------------------------------

SEGMENTS = [
    ("HORECA", "Hotels, restaurants and cafés", "HORECA"),
    ("RETAIL", "Delicatessens and grocers", "RETAIL"),
    ("GROUP", "Groups, caterers and canteens", "GROUP"),
]

# code, name, net days, end of month, discount days, discount %
TERMS = [
    ("COD", "Cash on delivery", 0, "no", "", ""),
    ("N7", "Net 7 days", 7, "no", "", ""),
    ("N14", "Net 14 days", 14, "no", "", ""),
    ("N30", "Net 30 days", 30, "no", "", ""),
    ("N30-2", "2 % within 10 days, net 30", 30, "no", 10, 2),
    ("EOM30", "30 days, end of month", 30, "yes", "", ""),
    ("N60", "Net 60 days", 60, "no", "", ""),
]
NET_DAYS = {row[0]: int(row[2]) for row in TERMS}

EXCHANGE_RATES = (("USD", "0.92"), ("GBP", "1.16"), ("CHF", "1.06"), ("JPY", "0.0061"))
TAX_RATES = [("standard", "19", "2007-01-01"), ("reduced", "7", "1983-07-01"), ("none", "0", "1970-01-01")]
RATE = {name: Decimal(rate) for name, rate, _ in TAX_RATES}

# code, name, discount ceiling %, margin floor %, tax class, cost in % of the list price (from, to), aisle
CATEGORIES = [
    ("TEA", "Tea & Infusions", 12, 15, "reduced", 55, 66, "A"),
    ("COFFEE", "Coffee & Cocoa", 10, 14, "reduced", 57, 68, "A"),
    ("OIL", "Oils & Vinegars", 12, 14, "reduced", 57, 68, "B"),
    ("PASTA", "Pasta & Noodles", 12, 15, "reduced", 55, 66, "B"),
    ("GRAIN", "Rice, Grains & Pulses", 12, 15, "reduced", 56, 66, "B"),
    ("SPICE", "Spices, Herbs & Salt", 15, 18, "reduced", 55, 62, "C"),
    ("ANTI", "Antipasti & Pickles", 12, 14, "reduced", 57, 68, "C"),
    ("SAUCE", "Sauces & Mustards", 12, 14, "reduced", 57, 67, "D"),
    ("JAM", "Jams, Honey & Spreads", 12, 14, "reduced", 57, 67, "D"),
    ("BISC", "Biscuits & Crackers", 12, 14, "reduced", 58, 68, "D"),
    ("SWEET", "Chocolate & Confectionery", 12, 14, "reduced", 58, 68, "E"),
    ("FISH", "Fish Preserves", 10, 10, "reduced", 62, 74, "E"),
    ("CHEESE", "Cheese", 8, 8, "reduced", 66, 79, "F"),
    ("CHARC", "Charcuterie", 8, 8, "reduced", 66, 79, "F"),
    ("DRINK", "Juices, Syrups & Water", 10, 9, "standard", 64, 76, "G"),
    ("WINE", "Wine & Spirits", 8, 8, "standard", 66, 79, "G"),
    ("TABLE", "Tableware & Disposables", 15, 16, "standard", 55, 64, "H"),
    ("GIFT", "Hampers made to order", 10, 14, "standard", 60, 68, ""),
    ("SERVICE", "Services", 10, 10, "standard", 55, 70, ""),
]
CEILING = {row[0]: Decimal(row[2]) for row in CATEGORIES}
FLOOR = {row[0]: Decimal(row[3]) for row in CATEGORIES}

WAREHOUSES = [("MAIN", "Lübeck, Herrenkai"), ("NORTH", "Flensburg, Harnisweg")]

USERS = [
    ("lena", "Lena Brodersen", "clerk"),
    ("tomasz", "Tomasz Wilk", "clerk"),
    ("aylin", "Aylin Çelebi", "clerk|receivables"),
    ("kortiz", "Karla Ortiz", "approver1"),
    ("bhansen", "Birgit Hansen", "approver2"),
    ("jonas", "Jonas Petzold", "warehouse"),
    ("malik", "Malik Adeyemi", "warehouse"),
    ("greta", "Greta Søndergaard", "receivables"),
    ("pia", "Pia Sommerfeldt", "viewer"),
    ("nils", "Nils Osterkamp", "admin"),
]
CLERKS = ["lena", "lena", "tomasz", "tomasz", "aylin"]

CARRIERS = [("Möwe Express", "MX"), ("Baltfracht", "BF"), ("Kühlkurier Nord", "KN")]

# The portion goods, sold by the hundred: units a case, and the multiple they are sold in
SMALL_MULTIPLE = {2000: 500, 1000: 250, 500: 100, 300: 100, 250: 50, 200: 50, 100: 25, 48: 12}

# What a kind of customer keeps on its shelves, and what it spends on a line (EUR, from, to)
TASTE = {
    "R": "OIL PASTA SPICE CHEESE FISH ANTI GRAIN WINE SAUCE CHARC TABLE",
    "H": "JAM TEA COFFEE CHEESE CHARC DRINK BISC TABLE WINE SWEET",
    "C": "TEA COFFEE BISC SWEET JAM DRINK TABLE",
    "D": "CHEESE CHARC OIL ANTI FISH WINE SWEET JAM PASTA",
    "G": "PASTA GRAIN SAUCE JAM BISC TEA SWEET OIL SPICE ANTI",
    "K": "GRAIN OIL SPICE SAUCE PASTA TABLE DRINK COFFEE",
}
SPEND = {"R": (50, 180), "H": (80, 300), "C": (40, 120), "D": (80, 260), "G": (80, 280), "K": (160, 600)}
SEGMENT_OF = {"R": "HORECA", "H": "HORECA", "C": "HORECA", "D": "RETAIL", "G": "RETAIL", "K": "GROUP"}
TERMS_OF = {
    "R": "N14 N30 N14 N30-2",
    "H": "N30 EOM30 N30-2 N30",
    "C": "N7 N14 N14",
    "D": "N14 N30-2 N30",
    "G": "N30 N14 N30-2",
    "K": "EOM30 N60 N30",
}

# How many orders stand at which stage. The held ones are made one by one, see `held_orders`.
STAGES = {
    "closed": 40,
    "paid": 62,
    "invoiced": 34,
    "part_paid": 12,
    "shipped": 10,
    "part_shipped": 8,
    "picking": 8,
    "confirmed": 22,
    "draft": 6,
    "quotation": 7,
    "cancelled": 6,
    "held": 9,
}
LEFT_THE_HOUSE = ("shipped", "invoiced", "part_paid", "paid", "closed")
BILLED = ("invoiced", "part_paid", "paid", "closed")

# How late the open invoices of each slow payer are today, in days: every column of the ageing gets something. Two of
# one payer lie close together, so that the second was still let through when it was placed.
LATE = [[18], [24], [27], [35], [41], [48], [57, 52], [63], [78, 70], [86], [93], [101, 97]]


@dataclass
class Product:
    sku: str
    name: str
    category: str
    kind: str
    unit: str
    list_price: Decimal
    cost: Decimal
    tax_class: str
    barcode: str = ""
    min_qty: str = ""
    multiple: str = ""
    supplier: str = ""
    lead_days: int | str = ""
    case_unit: str = ""
    case_factor: int | None = None
    case_barcode: str = ""
    over_delivery: str = ""
    under_delivery: str = ""
    active: str = "yes"

    @property
    def step(self) -> Decimal:
        return Decimal(self.multiple or "1")


@dataclass
class Customer:
    code: str
    name: str
    kind: str
    segment: str
    street: str
    city: str
    region: str
    postcode: str
    country: str
    contact: str
    contact_role: str
    phone: str
    email: str
    vat_id: str
    terms: str
    grace_days: int
    delivery_rule: str
    tax_exempt: str
    customer_since: str
    credit_limit: str = ""
    block: str = "none"
    price_list: str = ""
    active: str = "yes"
    usual: list[tuple[str, Decimal, bool]] = field(default_factory=list)  # sku, stock units, orders it by the case

    @property
    def warehouse(self) -> str:
        return "NORTH" if self.country == "DK" or self.city == "Kiel" else "MAIN"


@dataclass
class Line:
    sku: str
    quantity: Decimal  # in stock units
    by_case: bool = False
    price: str = ""
    discount: str = ""
    note: str = ""


@dataclass
class Order:
    """Days are counted from today: -12 is twelve days ago. Goods leave, and the invoice is dated, on the wanted day."""

    stage: str
    customer: Customer
    day: int
    wanted: int
    lines: list[Line]
    kind: str = "standard"
    short_last: bool = False  # the last line waits for goods
    paid_on: int | None = None
    part: Decimal | None = None
    held_for: str = ""
    number: int = 0
    po_number: str = ""
    carrier: str = ""
    tracking: str = ""
    entered_by: str = ""


@dataclass
class PriceRule:
    level: str
    name: str
    customer: str = ""
    price_list: str = ""
    sku: str = ""
    category: str = ""
    min_qty: int = 0
    price: str = ""
    discount: str = ""
    valid_from: int = -365
    valid_to: int | None = None
    combinable: str = "no"


# Small things ------------------------------------------------------------------------------------------------------


# What some customers call our products, and the unit that they mean by it.
OWN_CODES = (
    ("BOISJO", "TH-ASSAM", "CHAI-250", ""),
    ("BOISJO", "GRESSINS", "GRISS-200", "case"),
    ("FEESTMO", "4711", "CHAI-100", "carton"),
)


def folded(text: str) -> str:
    """Lower case, without accents, blanks between the words; what is not a Latin letter is a blank."""
    for letter, plain in (("ß", "ss"), ("ø", "o"), ("Ø", "o"), ("ł", "l"), ("Ł", "l"), ("æ", "ae"), ("Æ", "ae")):
        text = text.replace(letter, plain)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    text = text.replace("'", "") if text.startswith("o'") else text.replace("'", " ")
    return " ".join("".join(c if c.isascii() and c.isalpha() else " " for c in text).split())


def domain(name: str) -> str:
    return folded(name).replace(" ", "-")[:30].strip("-") + ".example"


def check_digit(digits: str) -> str:
    """The last digit of a GTIN: weights 3 and 1 from the right."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def fill(rng: random.Random, pattern: str) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return "".join(str(rng.randint(0, 9)) if c == "#" else rng.choice(letters) if c == "@" else c for c in pattern)


def relative(day: int | None) -> str:
    return "" if day is None else "today" if day == 0 else f"today{day:+d}"


def plain(number: Decimal | None) -> str:
    """A number with no more decimals than it needs."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def half_up(value: Decimal, step: Decimal = CENT) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)


def person(rng: random.Random, country: str) -> str:
    last = rng.choice(LAST[country].split()).replace("Le-Goff", "Le Goff")
    return f"{rng.choice(FIRST[country].split())} {last}"


def place(rng: random.Random, country: str, town: str = "") -> tuple[str, str, str, str, str]:
    city, region, postcode, phone = rng.choice([p for p in PLACES[country] if town in ("", p[0])])
    street = rng.choice(STREETS[country].split("|")).format(n=rng.choice([rng.randint(1, 40), rng.randint(41, 189)]))
    return street, city, region, fill(rng, postcode), fill(rng, phone)


# The master data ---------------------------------------------------------------------------------------------------


def customer_code(name: str, taken: set[str]) -> str:
    """Five to eight letters, from the telling words: 'Brasserie Zeilmaker' is ZEILMA, 'Pickett & Thrale' PICKETH."""
    words = folded(name).split()
    telling = [w for w in words if w not in DULL_WORDS and len(w) > 1] or words
    first, rest = telling[0], "".join(telling[1:])
    candidates = [NAMES_FOR_CODES.get(name, ""), (first[:5] + rest[:2])[:7].upper()]
    candidates += [(first[:n] + rest[:m]).upper() for n in (4, 5, 6, 3, 8) for m in (1, 2, 3, 4) if 5 <= n + m <= 8]
    candidates += [((first + rest) * 2)[:5].upper()]
    for code in candidates:
        if 5 <= len(code) <= 8 and code.isalpha() and code not in taken:
            taken.add(code)
            return code
    raise ValueError(f"no code for {name}")


def make_customers(rng: random.Random) -> list[Customer]:
    customers: list[Customer] = []
    taken: set[str] = set()
    for row in CUSTOMERS.strip().splitlines():
        country, kind, name, *town = row.split("|")
        street, city, region, postcode, phone = place(rng, country, *town)
        code = customer_code(name, taken)
        abroad = country != "DE"
        vat_id = fill(rng, VAT[country]) if abroad or rng.random() < 0.7 else ""
        customers.append(
            Customer(
                code, name, kind, SEGMENT_OF[kind], street, city, region, postcode, country,
                contact=person(rng, country),
                contact_role=rng.choice(ROLES if kind in "RHCK" else ["Owner", "Purchasing", "Store manager"]),
                phone=phone,
                email=f"{rng.choice(['orders', 'office', 'info', 'purchasing'])}@{domain(name)}",
                vat_id=vat_id,
                terms=rng.choice(TERMS_OF[kind].split()),
                grace_days=rng.choice([7, 10, 14]),
                delivery_rule=rng.choices(["partial", "lines", "complete"], [65, 20, 15])[0],
                tax_exempt="yes" if abroad and vat_id else "no",
                customer_since=f"{rng.randint(2014, 2025)}-{rng.randint(1, 12):02d}-{rng.choice([1, 1, 15]):02d}",
            )
        )  # fmt: skip
    return customers


def make_suppliers(rng: random.Random) -> tuple[list[list[object]], dict[str, list[tuple[str, int]]]]:
    rows: list[list[object]] = []
    by_category: dict[str, list[tuple[str, int]]] = defaultdict(list)
    taken: set[str] = set()
    for row in SUPPLIERS.strip().splitlines():
        name, country, categories, lead = row.split("|")
        code = customer_code(name, taken)
        street, city, region, postcode, phone = place(rng, country)
        role = rng.choice(["Sales", "Export", "Order office", "Owner", "Key account"])
        email = f"orders@{domain(name)}"
        rows.append(
            [code, name, person(rng, country), role, street, city, region, postcode, country, phone, email, int(lead)]
        )
        for category in categories.split(","):
            by_category[category].append((code, int(lead)))
    return rows, by_category


def variants(text: str, measure: str) -> list[tuple[str, str, Decimal]]:
    """'100:4.20 1KG:29.50' or '6M=6 months:10.80' as (code, label, price)."""
    found = []
    pieces: list[str] = []
    for word in text.split(" "):
        head = word.split("=")[0].split(":")[0]
        starts = ("=" in word or ":" in word) and head.replace(".", "").isalnum() and head == head.upper()
        if starts and (not pieces or ":" in pieces[-1]):
            pieces.append(word)
        else:
            pieces[-1] += " " + word
    for piece in pieces:
        head, price = piece.rsplit(":", 1)
        code, _, label = head.partition("=")
        if not label:
            label = (
                f"{code} {measure}"
                if code.isdigit()
                else f"{code[:-2]} kg"
                if code.endswith("KG")
                else f"{code[:-1]} l"
            )
        found.append((code, label, Decimal(price)))
    return found


def make_products(rng: random.Random, suppliers: dict[str, list[tuple[str, int]]]) -> list[Product]:
    about = {row[0]: row for row in CATEGORIES}
    products: list[Product] = []
    for row in PRODUCTS.strip().splitlines():
        stem, name, category, unit, measure, sizes, factor = row.split("|")
        tax_class, low, high = about[category][4], about[category][5], about[category][6]
        for code, label, price in variants(sizes, measure):
            number = len(products) + 1
            decimals = Decimal("0.0001") if price < Decimal("0.8") else CENT
            product = Product(
                sku=f"{stem}-{code}",
                name=f"{name}, {label}" if label[0] != '"' else f"{name} {label}",
                category=category,
                kind={"GIFT": "made_to_order", "SERVICE": "service"}.get(category, "stocked"),
                unit=unit,
                list_price=price,
                cost=half_up(price * rng.randint(low * 10, high * 10) / 1000, decimals),
                tax_class="none" if stem == "VOUCH" else "reduced" if stem == "HAMPER" else tax_class,
            )
            products.append(product)
            if category == "SERVICE":
                continue
            body = f"210417{number:06d}"
            product.barcode = body + check_digit(body)
            if category == "GIFT":
                product.lead_days = rng.randint(2, 4)
                continue
            product.supplier, lead = rng.choice(suppliers[category])
            product.lead_days = lead + rng.choice([0, 0, 0, 2, 5])
            if unit == "kg":
                product.min_qty = product.multiple = "0.5"
                product.over_delivery, product.under_delivery = "10", "5"
                continue
            big = any(mark in label for mark in (" kg", "5 l", "2 l")) and price > 8
            units = int(factor) if factor else 0
            if big:
                units = rng.choice([2, 4]) if rng.random() < 0.5 else 0
            if units:
                product.case_factor = units
                product.case_unit = "carton" if category in ("TABLE", "TEA", "COFFEE") or units >= 48 else "case"
                case_body = "1" + product.barcode[:12]
                product.case_barcode = case_body + check_digit(case_body)
            if units in SMALL_MULTIPLE and price < 1:
                product.min_qty = product.multiple = str(SMALL_MULTIPLE[units])
            elif units and units % 6 == 0 and price < 6 and rng.random() < 0.3:
                product.multiple = "12" if units % 12 == 0 and price < 3 else "6"
                product.min_qty = product.multiple
            elif units == 24:
                product.min_qty = product.multiple = "12"
    for product in rng.sample([p for p in products if p.kind == "stocked"], 12):
        product.active = "no"
    return products


# Prices ------------------------------------------------------------------------------------------------------------


def margin(price: Decimal, product: Product) -> Decimal:
    return (price - product.cost) / price * 100


def tidy(price: Decimal, like: Decimal) -> Decimal:
    return half_up(price, CENT if like >= Decimal("0.8") else Decimal("0.0001"))


def make_prices(rng: random.Random, products: list[Product], buyers: list[Customer]) -> list[PriceRule]:
    """Price lists by category with quantity breaks for the quick sellers, contracts, and promotions."""
    lists = {
        "HORECA": (
            "Hotel and restaurant list",
            {"PASTA": 4, "GRAIN": 4, "OIL": 3, "SAUCE": 3, "TABLE": 5, "WINE": 2, "COFFEE": 3},
        ),
        "RETAIL": (
            "Trade list",
            {"JAM": 5, "BISC": 5, "SWEET": 5, "TEA": 5, "OIL": 4, "CHEESE": 2, "ANTI": 4, "FISH": 3},
        ),
        "GROUP": (
            "Group list",
            {"GRAIN": 6, "PASTA": 6, "SPICE": 7, "TABLE": 8, "SAUCE": 6, "OIL": 5, "DRINK": 4, "COFFEE": 4},
        ),
        "KEY": (
            "Key customers",
            {"CHEESE": 3, "CHARC": 3, "WINE": 3, "COFFEE": 5, "JAM": 6, "TABLE": 8, "GRAIN": 7, "DRINK": 4},
        ),
    }
    rules: list[PriceRule] = []
    stocked = [p for p in products if p.kind == "stocked" and p.active == "yes"]
    quick = [p for p in stocked if p.unit != "kg" and Decimal("0.8") < p.list_price < 30]
    for code, (name, categories) in lists.items():
        for category, discount in categories.items():
            rules.append(PriceRule("list", name, price_list=code, category=category, discount=str(discount)))
        for product in rng.sample(quick, 14):
            first = int(product.case_factor or 12)
            for min_qty, share in ((0, "0.97"), (first, "0.95"), (4 * first, "0.92")):
                price = tidy(product.list_price * Decimal(share), product.list_price)
                if margin(price, product) >= FLOOR[product.category] + 5:
                    rules.append(
                        PriceRule("list", name, price_list=code, sku=product.sku, min_qty=min_qty, price=plain(price))
                    )
    for rule in [r for r in rules if r.sku and r.min_qty == 0][
        ::5
    ]:  # some got a new price lately: the newest one counts
        newer = tidy(Decimal(rule.price) * Decimal("1.02"), Decimal(rule.price))
        rules.append(
            PriceRule("list", rule.name, price_list=rule.price_list, sku=rule.sku, price=plain(newer), valid_from=-45)
        )

    for customer in rng.sample([c for c in buyers if not c.price_list], 15):
        name = f"Contract {customer.code}"
        usual = [p for p in stocked if p.sku in {sku for sku, _, _ in customer.usual} and p.list_price > Decimal("0.8")]
        for product in usual[:3]:
            price = tidy(
                product.list_price * rng.choice([Decimal("0.90"), Decimal("0.92"), Decimal("0.94")]), product.list_price
            )
            if margin(price, product) < FLOOR[product.category] + 3:
                continue
            until = rng.choice([None, None, 90, 200])
            rules.append(
                PriceRule(
                    "contract",
                    name,
                    customer=customer.code,
                    sku=product.sku,
                    price=plain(price),
                    valid_from=-300,
                    valid_to=until,
                )
            )
        if rng.random() < 0.4 and usual:
            rules.append(
                PriceRule(
                    "contract", name, customer=customer.code, category=usual[-1].category, discount="5", valid_from=-300
                )
            )
    whole = next(c for c in buyers if c.kind == "K" and c.price_list)
    rules.append(
        PriceRule(
            "contract",
            f"Frame agreement {whole.code}",
            customer=whole.code,
            discount="6",
            valid_from=-200,
            valid_to=165,
        )
    )

    for name, category, discount, start, end, combinable in (
        ("Asparagus weeks", "WINE", 6, -110, -80, "no"),
        ("Tea time", "TEA", 8, -60, -30, "no"),
        ("Olive harvest", "OIL", 7, -14, 21, "no"),
        ("Sweet autumn", "SWEET", 4, -10, 20, "yes"),
        ("Coffee on top", "COFFEE", 3, -25, 10, "yes"),
        ("Cheese fair", "CHEESE", 4, 7, 21, "no"),
        ("Pickle days", "ANTI", 6, -7, 7, "no"),
        ("Spring clean tableware", "TABLE", 10, 30, 60, "no"),
    ):
        rules.append(
            PriceRule(
                "promotion",
                name,
                category=category,
                discount=str(discount),
                valid_from=start,
                valid_to=end,
                combinable=combinable,
            )
        )
    for product in rng.sample([p for p in quick if p.category in ("SPICE", "SAUCE", "BISC", "FISH")], 6):
        price = tidy(product.list_price * Decimal("0.9"), product.list_price)
        if margin(price, product) >= FLOOR[product.category] + 3:
            rules.append(
                PriceRule(
                    "promotion",
                    "Shelf of the month",
                    sku=product.sku,
                    min_qty=6,
                    price=plain(price),
                    valid_from=-9,
                    valid_to=18,
                )
            )
    return rules


class Pricing:
    """The rules of DESIGN §5, in small: what a line will cost, to know what the orders are worth."""

    def __init__(self, rules: list[PriceRule], products: dict[str, Product]) -> None:
        self.rules, self.products = rules, products

    def _best(self, rules: list[PriceRule]) -> PriceRule | None:
        def rank(r: PriceRule) -> tuple[int, int, int]:
            return (2 if r.sku else 1 if r.category else 0, r.min_qty, r.valid_from)

        return max(rules, key=rank, default=None)

    def price(self, customer: Customer, sku: str, quantity: Decimal, day: int) -> tuple[Decimal, Decimal]:
        """The price of one stock unit, and how much of it the rules took off as a percentage (not by a fixed price)."""
        product = self.products[sku]
        fits = [
            r for r in self.rules
            if (r.sku in ("", sku)) and r.category in ("", product.category) and r.min_qty <= quantity
            and r.valid_from <= day and (r.valid_to is None or day <= r.valid_to)
        ]  # fmt: skip
        segment_list = next(row[2] for row in SEGMENTS if row[0] == customer.segment)
        levels = [
            [r for r in fits if r.level == "contract" and r.customer == customer.code],
            [r for r in fits if r.level == "list" and r.price_list == customer.price_list],
            [r for r in fits if r.level == "list" and r.price_list == segment_list],
            [r for r in fits if r.level == "promotion" and r.combinable == "no"],
        ]
        winner = next((best for level in levels if (best := self._best(level))), None)
        price, off = product.list_price, Decimal(0)
        if winner and winner.price:
            price = Decimal(winner.price)
        elif winner:
            off = Decimal(winner.discount)
        kept = (100 - off) / 100
        for rule in fits:
            if rule.level == "promotion" and rule.combinable == "yes":
                kept = kept * (100 - Decimal(rule.discount)) / 100
        return price * kept, 100 * (1 - kept)

    def net(self, order: Order, line: Line) -> Decimal:
        per_unit, _ = self.price(order.customer, line.sku, line.quantity, order.day)
        if line.price:
            per_unit = Decimal(line.price)
        return half_up(line.quantity * per_unit * (100 - Decimal(line.discount or 0)) / 100)

    def gross(self, order: Order) -> Decimal:
        by_rate: dict[Decimal, Decimal] = defaultdict(Decimal)
        for line in order.lines:
            rate = Decimal(0) if order.customer.tax_exempt == "yes" else RATE[self.products[line.sku].tax_class]
            by_rate[rate] += self.net(order, line)
        return sum((net + half_up(net * rate / 100) for rate, net in by_rate.items()), Decimal(0))


# Stock -------------------------------------------------------------------------------------------------------------


@dataclass
class Shelves:
    """Which product lies where, which is out, which is scarce, and what the open orders want of it."""

    north: set[str]
    out: list[str]
    scarce: list[str]
    wanted: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def carries(self, warehouse: str, sku: str) -> bool:
        return warehouse == "MAIN" or sku in self.north


def plan_shelves(rng: random.Random, products: list[Product]) -> Shelves:
    stocked = [p.sku for p in products if p.kind == "stocked" and p.active == "yes"]
    north = set(rng.sample(stocked, len(stocked) // 2))
    rare = rng.sample(stocked, 60)
    return Shelves(north, rare[:30], rare[30:])


def fill_shelves(rng: random.Random, products: list[Product], shelves: Shelves) -> list[list[str]]:
    aisle_of = {row[0]: row[7] for row in CATEGORIES}
    seats: dict[tuple[str, str], int] = defaultdict(int)
    rows: list[list[str]] = []
    for product in products:
        if product.kind != "stocked":
            continue
        for warehouse in ("MAIN", "NORTH"):
            if warehouse == "NORTH" and product.sku not in shelves.north:
                continue
            aisle = aisle_of[product.category]
            seat = seats[warehouse, aisle]
            seats[warehouse, aisle] += 1
            bin_ = f"{aisle}-{seat // 4 + 1:02d}-{seat % 4 + 1}"
            wanted = shelves.wanted[product.sku, warehouse]
            step = Decimal(product.multiple or "1")
            if product.sku in shelves.out:
                on_hand = Decimal(0)
            elif product.sku in shelves.scarce:
                on_hand = wanted + step * rng.randint(1, 3)
            elif product.active == "no":
                on_hand = step * rng.choice([0, 0, 1, 2, 5])
            else:
                worth = rng.randint(300, 2500) if warehouse == "MAIN" else rng.randint(150, 1200)
                on_hand = wanted + max(Decimal(4), Decimal(int(worth / product.list_price / step))) * step
            rows.append([product.sku, warehouse, bin_, plain(on_hand)])
    return rows


def make_expected(rng: random.Random, products: list[Product], shelves: Shelves) -> list[list[str]]:
    """Sixty receipts on supplier orders; what is out of stock comes first, and three of it nobody has ordered."""
    by_sku = {p.sku: p for p in products}
    skus = shelves.out[3:] + shelves.scarce[:14]
    others = [
        p.sku for p in products if p.kind == "stocked" and p.active == "yes" and p.sku not in skus + shelves.out[:3]
    ]
    skus += rng.sample(others, 19 + (41 - len(skus)) - 4)
    rows: list[list[str]] = []
    orders: dict[tuple[str, str], tuple[int, int]] = {}
    number = 80
    for sku in skus:
        product = by_sku[sku]
        warehouses = ["MAIN"] + (["NORTH"] if sku in shelves.north and len(rows) % 7 == 0 else [])
        for warehouse in warehouses:
            key = (product.supplier, warehouse)
            if key not in orders:
                number += 1
                orders[key] = (number, rng.randint(1, 13))
            po, due = orders[key]
            size = Decimal(product.case_factor or product.step * 10)
            cases = max(1, int(Decimal(rng.randint(300, 1200)) / (product.list_price * size)))
            rows.append([sku, warehouse, plain(size * cases), relative(due), f"PO {po}"])
    rows = rows[:60]
    return sorted(rows, key=lambda r: (int(r[4][3:]), r[0]))


# Orders ------------------------------------------------------------------------------------------------------------


class Desk:
    """Takes the orders of the last 120 days."""

    def __init__(
        self, rng: random.Random, products: list[Product], customers: list[Customer], shelves: Shelves
    ) -> None:
        self.rng, self.shelves = rng, shelves
        self.products = {p.sku: p for p in products}
        self.customers = customers
        self.orders: list[Order] = []
        self.days: dict[str, list[int]] = defaultdict(list)

        rest = list(customers)
        rng.shuffle(rest)
        lubeck = [c for c in rest if c.country == "DE" and c.kind in "RC" and c.name != "翠竹軒 Cui Zhu Xuan"]
        self.cash = lubeck[:5]
        for customer in self.cash:
            customer.city, customer.region = "Lübeck", "Schleswig-Holstein"
            customer.postcode, customer.phone = fill(rng, "235##"), fill(rng, "+49 451 0####")
            customer.terms, customer.credit_limit = "COD", "0"
        rest = [c for c in rest if c not in self.cash]
        self.asleep = rest[:13]
        for customer, block in zip(self.asleep, ["ship"] * 3 + ["invoice"] * 2 + ["all"] * 3, strict=False):
            customer.block = block
        for customer in self.asleep[8:]:
            customer.active = "no"
        rest = [c for c in rest if c not in self.asleep]
        self.slow = [c for c in rest if c.kind in "RDGC"][:12]
        rest = [c for c in rest if c not in self.slow]
        self.to_be_held = [c for c in rest if c.kind in "RHD" and c.warehouse == "MAIN"][:6]
        for customer in self.to_be_held[:2]:
            customer.terms = "N30"
        odd = [c for c in rest if c.code == "CUIZHU" or len(c.name) > 60 or "'" in c.name[:12] or "&" in c.name]
        odd = [c for c in odd if c not in self.to_be_held][:8]  # the names that a screen must cope with order often
        self.buyers = odd + [c for c in rest if c not in self.to_be_held + odd][:62]
        for customer in [c for c in self.buyers if c.kind in "KH"][:8]:
            customer.price_list = "KEY"
        for customer in self.cash + self.slow + self.to_be_held + self.buyers:
            customer.usual = self._usual(customer)

    def _usual(self, customer: Customer) -> list[tuple[str, Decimal, bool]]:
        """What this customer keeps ordering, and how much of it."""
        rng, low_high = self.rng, SPEND[customer.kind]
        categories = rng.sample(TASTE[customer.kind].split(), min(6, len(TASTE[customer.kind].split())))
        choice = [
            p for p in self.products.values()
            if p.category in categories and p.active == "yes" and p.sku not in self.shelves.out
            and self.shelves.carries(customer.warehouse, p.sku)
        ]  # fmt: skip
        usual = []
        for product in rng.sample(choice, min(len(choice), rng.randint(8, 15))):
            spend = Decimal(rng.randint(*low_high))
            quantity = max(
                Decimal(product.min_qty or "1"), int(spend / product.list_price / product.step) * product.step
            )
            by_case = False
            if product.case_factor and quantity >= product.case_factor * Decimal("0.75") and rng.random() < 0.7:
                by_case = True
                quantity = max(1, int(quantity / product.case_factor)) * Decimal(product.case_factor)
            usual.append((product.sku, quantity, by_case))
        return usual

    def basket(self, customer: Customer, lines: int) -> list[Line]:
        rng = self.rng
        picked = rng.sample(customer.usual, min(lines, len(customer.usual)))
        result = []
        for sku, quantity, by_case in picked:
            product = self.products[sku]
            step = Decimal(product.case_factor or 1) if by_case else product.step
            many = max(1, int(quantity / step * rng.choice([75, 100, 100, 100, 125, 150]) / 100))
            if step == 1:  # nobody asks for 57
                many = round(many / 10) * 10 if many > 50 else round(many / 5) * 5 if many > 15 else many
            result.append(Line(sku, max(many * step, Decimal(product.min_qty or "0")), by_case))
        if rng.random() < 0.12:
            result[0].note = rng.choice(
                [
                    "best before at least 6 months",
                    "ripe, for Saturday",
                    "as last time",
                    "no substitutes",
                    "für die Küche",
                ]
            )
        return result

    def some(self) -> int:
        return self.rng.choices(range(1, 10), [9, 14, 18, 18, 14, 10, 8, 5, 4])[0]

    def add(self, order: Order) -> Order:
        self.orders.append(order)
        self.days[order.customer.code].append(order.day)
        return order

    def free(self, customer: Customer, day: int, gap: int = 6) -> bool:
        """No other order of this customer within some days: two alike would look like one sent twice."""
        return all(abs(day - other) >= gap for other in self.days[customer.code])

    def pick(self, day: int, fits: list[Customer]) -> Customer:
        """A buyer with room for an order on that day; the first of the list come more often."""
        fits = [c for c in fits if self.free(c, day)]
        weights = [4 if self.buyers.index(c) < 25 else 2 for c in fits]
        return self.rng.choices(fits, weights)[0]

    def slow_payers(self) -> None:
        """Old invoices, never paid or only in part: what is late in the ageing. Only held orders come after them."""
        for customer, days_late in zip(self.slow, LATE, strict=True):
            customer.terms = "N14" if days_late[0] < 50 else "N7"
            customer.grace_days = min(customer.grace_days, 10)
            for late in days_late:
                left = -(late + NET_DAYS[customer.terms])
                stage = "part_paid" if late in (24, 41, 63, 93) else "invoiced"
                self.add(
                    Order(stage, customer, left - self.rng.randint(1, 2), left, self.basket(customer, self.some()))
                )

    def held_orders(self) -> None:
        rng = self.rng
        first, second, third, fourth, fifth, sixth = self.to_be_held
        cash = self.cash[0]
        for customer, day in ((first, -17), (second, -13)):  # what uses their small limits up
            self.add(Order("invoiced", customer, day - 2, day, self.basket(customer, 6)))
        for customer, day in ((first, -1), (second, 0), (cash, -1)):
            lines = self.basket(customer, 7)
            self.add(Order("held", customer, day, day + 3, lines, held_for="credit"))
        for customer, discount in ((third, "20"), (fourth, "18")):
            self.add(self._settled(Order("paid", customer, -60, -58, self.basket(customer, 4))))
            order = self.add(
                Order("held", customer, -rng.randint(0, 2), 3, self.basket(customer, 4), held_for="discount")
            )
            line = self.roomiest(order)
            line.discount, line.note = discount, "promised by phone"
        for customer, times in ((fifth, "0.76"), (sixth, "1.45")):
            self.add(self._settled(Order("paid", customer, -44, -42, self.basket(customer, 5))))
            order = self.add(Order("held", customer, -rng.randint(0, 1), 2, self.basket(customer, 5), held_for="price"))
            line = self.roomiest(order)
            line.by_case = False
            product = self.products[line.sku]
            line.price = plain(tidy(product.list_price * Decimal(times), product.list_price))
        for customer in (self.slow[4], self.slow[8]):
            self.add(Order("held", customer, -rng.randint(0, 2), 3, self.basket(customer, 3), held_for="overdue"))

    def roomiest(self, order: Order) -> Line:
        """The line with the most margin, so that only what is meant holds it."""

        def room(line: Line) -> Decimal:
            product = self.products[line.sku]
            return margin(product.list_price, product) - FLOOR[product.category]

        return max(order.lines, key=room)

    def counter_sales(self) -> None:
        """Over the counter at the Herrenkai: taken away and paid at once."""
        days = [-112, -96, -83, -71, -62, -38, -24, -11]
        for i, day in enumerate(days):
            customer = self.cash[i % 5]
            stage = "closed" if i < 5 else "paid"
            lines = self.basket(customer, self.rng.randint(1, 3))
            self.add(Order(stage, customer, day, day, lines, kind="counter", paid_on=day))

    def special_orders(self) -> None:
        """Hampers made to order, and services."""
        hampers = [p for p in self.products.values() if p.kind == "made_to_order"]
        services = [p for p in self.products.values() if p.kind == "service"]
        for kind, goods, plan in (
            ("make_to_order", hampers, [("paid", -75), ("paid", -49), ("confirmed", -4), ("confirmed", -2),
                                        ("confirmed", -1), ("quotation", -6), ("draft", 0)]),
            ("service", services, [("closed", -88), ("paid", -52), ("invoiced", -12), ("confirmed", -3)]),
        ):  # fmt: skip
            for stage, day in plan:
                customer = self.pick(day, [c for c in self.buyers if c.kind in "HDK" and NET_DAYS[c.terms] >= 14])
                lines = [
                    Line(
                        p.sku,
                        Decimal(
                            self.rng.choice(
                                [1, 2, 3, 4] if p.list_price > 60 or kind == "service" else [5, 8, 10, 12, 20]
                            )
                        ),
                    )
                    for p in self.rng.sample(goods, self.rng.randint(1, 2))
                ]
                self.add(self._settled(Order(stage, customer, day, day + self.rng.randint(5, 8), lines, kind=kind)))

    def _settled(self, order: Order) -> Order:
        """When a paid order's money came: at the terms, a little before or after, and never beyond the grace."""
        if order.stage in ("paid", "closed") and order.paid_on is None:
            net, grace = NET_DAYS[order.customer.terms], order.customer.grace_days
            order.paid_on = min(-1, order.wanted + self.rng.randint(max(1, net - 9), max(1, net + grace - 3)))
        return order

    def daily_business(self) -> None:
        """The rest, until every stage has its number."""
        rng = self.rng
        spans = {
            "closed": (-119, -58), "paid": (-105, -19), "invoiced": (-40, -4), "part_paid": (-45, -12),
            "shipped": (-5, -2), "part_shipped": (-9, -3), "picking": (-3, 0), "confirmed": (-7, 0), "draft": (-2, 0),
            "quotation": (-14, 0), "cancelled": (-80, -3),
        }  # fmt: skip
        have = Counter(o.stage for o in self.orders)
        slots = [(stage, rng.randint(*spans[stage])) for stage in spans for _ in range(STAGES[stage] - have[stage])]
        confirmed = [i for i, slot in enumerate(slots) if slot[0] == "confirmed"]
        for index, (stage, day) in enumerate(slots):
            lead = rng.randint(1, 4)
            fits = self.buyers
            if stage in ("invoiced", "part_paid"):  # open, and at most within the grace
                fits = [c for c in fits if -(day + lead) - NET_DAYS[c.terms] <= c.grace_days - 2]
            if stage in ("part_shipped", "confirmed"):
                fits = [c for c in fits if c.delivery_rule != "complete"]
            late = index in confirmed[:3]  # should have left by now: for the late list
            if late:
                day = min(day, -4)
            customer = self.pick(day, fits)
            wanted = day + lead
            if stage in LEFT_THE_HOUSE:
                wanted = min(wanted, 0 if stage == "shipped" else -1)
            elif stage == "part_shipped":
                wanted = min(wanted, -1)
            elif stage == "picking":
                wanted = rng.randint(0, 2)
            elif late:
                wanted = -rng.randint(1, 3)
            elif stage in ("confirmed", "draft", "quotation"):
                wanted = rng.randint(1, 9)
            lines = self.basket(customer, max(2, self.some()) if stage == "part_shipped" else self.some())
            order = Order(stage, customer, day, wanted, lines)
            if stage == "part_shipped" or index in confirmed[3:9]:
                self._wait_for_goods(order)
            self.add(self._settled(order))

    def _wait_for_goods(self, order: Order) -> None:
        """The last line asks for something that is out of stock and on its way."""
        rng = self.rng
        coming = [s for s in self.shelves.out[3:] if self.shelves.carries(order.customer.warehouse, s)]
        kinds = TASTE[order.customer.kind].split()
        product = self.products[rng.choice([s for s in coming if self.products[s].category in kinds] or coming)]
        count = max(1, int(Decimal(rng.randint(*SPEND[order.customer.kind])) / product.list_price / product.step))
        order.lines.append(Line(product.sku, max(count * product.step, Decimal(product.min_qty or "0"))))
        del order.lines[:-9]
        order.short_last = True

    def finish(self, pricing: Pricing) -> None:
        """Numbers in the order of the dates, the papers' details, small discounts, what must lie on the shelves."""
        rng = self.rng
        self.orders.sort(key=lambda o: (o.day, o.wanted, o.customer.code))
        for number, order in enumerate(self.orders, FIRST_ORDER):
            order.number = number
            order.entered_by = rng.choice(CLERKS)
            if order.kind != "counter" and rng.random() < 0.7:
                order.po_number = fill(
                    rng, rng.choice(["PO ####-@", "B-####", "####/##", "45000#####", "Bestellung ##-##"])
                )
            if order.kind in ("standard", "make_to_order") and order.stage in (
                *LEFT_THE_HOUSE,
                "part_shipped",
                "picking",
            ):
                order.carrier, prefix = rng.choice(CARRIERS)
                if order.stage != "picking":
                    order.tracking = fill(rng, f"{prefix}#########")
            for position, line in enumerate(order.lines):
                product = self.products[line.sku]
                if not order.held_for and order.stage != "quotation" and rng.random() < 0.07:
                    per_unit, off = pricing.price(order.customer, line.sku, line.quantity, order.day)
                    discount = Decimal(rng.choice([2, 3, 3, 5]))
                    fits = off + discount <= CEILING[product.category]
                    if fits and margin(per_unit * (100 - discount) / 100, product) >= FLOOR[product.category] + 1:
                        line.discount = plain(discount)
                short = order.short_last and position == len(order.lines) - 1
                if order.stage in ("picking", "confirmed", "held") and not short:
                    self.shelves.wanted[line.sku, order.customer.warehouse] += line.quantity
            if order.stage == "part_paid":
                order.part = max(
                    Decimal(10), half_up(pricing.gross(order) * rng.randint(30, 60) / 1000, Decimal(1)) * 10
                )
                due = order.wanted + NET_DAYS[order.customer.terms]
                order.paid_on = rng.randint(order.wanted, max(order.wanted, min(-1, due + 4)))


def set_limits(rng: random.Random, desk: Desk, pricing: Pricing) -> None:
    """A limit with room for everything so far, but for the orders that are meant to be held for credit."""
    ladder = [1000, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 40_000]
    for customer in desk.customers:
        if customer.credit_limit:
            continue
        if not customer.usual:
            customer.credit_limit = "" if rng.random() < 0.12 else str(rng.choice(ladder[:9]))
            continue
        meant = [o for o in desk.orders if o.customer is customer and o.held_for == "credit"]
        peak = max(exposures(desk.orders, customer, pricing, without=meant), default=Decimal(0))
        if meant:
            over = peak + pricing.gross(meant[0])
            customer.credit_limit = str(max(int((peak + over) / 2 // 50 * 50), int(peak // 50 * 50) + 50))
        elif rng.random() >= 0.12:
            customer.credit_limit = str(next(step for step in ladder if step >= peak * Decimal("1.4") + 200))


def exposures(orders: list[Order], customer: Customer, pricing: Pricing, without: list[Order]) -> list[Decimal]:
    """What the customer owed in every form, on each day on which an order came in (with the cancelled, to be safe)."""
    mine = [o for o in orders if o.customer is customer and o not in without and o.stage not in ("draft", "quotation")]
    mine = [o for o in mine if o.kind != "counter"]
    result = []
    for day in sorted({o.day for o in mine}):
        owed = Decimal(0)
        for order in mine:
            if order.day <= day and not (order.part is None and order.paid_on is not None and order.paid_on < day):
                owed += pricing.gross(order)
        result.append(owed)
    return result


def make_receipts(rng: random.Random, desk: Desk) -> list[list[object]]:
    rows: list[tuple[int, str, str, str, str, int | str]] = []
    for order in desk.orders:
        if order.paid_on is None:
            continue
        method = (
            rng.choice(["cash", "card"])
            if order.kind == "counter"
            else rng.choices(["transfer", "card", "cheque"], [88, 7, 5])[0]
        )
        reference = {
            "transfer": f"order {order.number}",
            "cheque": fill(rng, "cheque 00#####"),
            "card": fill(rng, "card ##-####"),
        }
        rows.append(
            (order.paid_on, order.customer.code, plain(order.part), method, reference.get(method, ""), order.number)
        )
    for customer, day, amount in zip(
        desk.buyers[3:8], (-33, -21, -9, -4, -2), ("250", "86.4", "500", "120", "1000"), strict=True
    ):
        rows.append((day, customer.code, amount, "transfer", rng.choice(["on account", "Akonto", "acompte"]), ""))
    rows.sort(key=lambda r: (r[0], str(r[5])))
    return [[FIRST_RECEIPT + i, r[1], relative(r[0]), *r[2:]] for i, r in enumerate(rows)]


def make_addresses(rng: random.Random, desk: Desk) -> list[list[str]]:
    labels = {
        "DE": ["Filiale", "Küche Hintereingang", "Lager", "Außenstelle"],
        "FR": ["Annexe", "Réserve", "Cuisine centrale"],
        "GB": ["Back kitchen", "Depot", "Second shop"],
        "NL": ["Magazijn", "Filiaal"],
        "DK": ["Lager", "Køkkenindgang"],
        "ES": ["Almacén", "Segunda tienda"],
        "IT": ["Magazzino", "Filiale"],
        "PL": ["Magazyn", "Filia"],
    }
    rows: list[list[str]] = []
    big = [c for c in desk.customers if c.kind == "K"] + rng.sample([c for c in desk.customers if c.kind in "HDG"], 37)
    for customer in sorted(big, key=lambda c: c.code):
        for _ in range(rng.choice([1, 1, 2]) if customer.kind == "K" else 1):
            street, city, region, postcode, _phone = place(rng, customer.country)
            label = rng.choice(labels[customer.country])
            name = f"{customer.name.split(',')[0][:40]}, {label}"
            if any(row[0] == customer.code and row[1] == name for row in rows):
                name += " 2"
            rows.append([customer.code, name, street, city, region, postcode, customer.country])
    return rows


def make_contacts(rng: random.Random, desk: Desk) -> list[list[str]]:
    rows: list[list[str]] = []
    for customer in rng.sample(desk.customers, 95):
        for _ in range(rng.choice([1, 1, 1, 2])):
            who = person(rng, customer.country)
            while who == customer.contact or any(r[0] == customer.code and r[1] == who for r in rows):
                who = person(rng, customer.country)
            phone = next(p[3] for p in PLACES[customer.country] if p[0] == customer.city)
            email = folded(who).replace(" ", ".") + "@" + customer.email.split("@")[1]
            rows.append([customer.code, who, rng.choice(ROLES), fill(rng, phone), email])
    return sorted(rows)


# The files ---------------------------------------------------------------------------------------------------------


def write(name: str, header: str, rows: list[list[object]]) -> None:
    with (OUT / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def fields(thing: object, header: str) -> list[object]:
    return [plain(value) if isinstance(value := getattr(thing, name), Decimal) else value for name in header.split(",")]


def order_rows(desk: Desk) -> list[list[object]]:
    rows: list[list[object]] = []
    for order in desk.orders:
        head = [order.number, order.kind, order.stage, order.customer.code, relative(order.day), relative(order.wanted)]
        head += [order.po_number, order.customer.warehouse, order.carrier, order.tracking, order.entered_by]
        for line in order.lines:
            product = desk.products[line.sku]
            quantity, unit = line.quantity, product.unit
            if line.by_case:
                quantity, unit = line.quantity / (product.case_factor or 1), product.case_unit
            rows.append([*head, line.sku, plain(quantity), unit, line.price, line.discount, line.note])
    return rows


def make() -> tuple[Desk, Pricing]:
    rng = random.Random(SEED)
    OUT.mkdir(exist_ok=True)
    customers = make_customers(rng)
    supplier_rows, by_category = make_suppliers(rng)
    products = make_products(rng, by_category)
    shelves = plan_shelves(rng, products)
    desk = Desk(rng, products, customers, shelves)
    rules = make_prices(rng, products, desk.buyers)
    pricing = Pricing(rules, desk.products)
    desk.slow_payers()
    desk.held_orders()
    desk.counter_sales()
    desk.special_orders()
    desk.daily_business()
    desk.finish(pricing)
    set_limits(rng, desk, pricing)

    write("segments", "code,name,price_list", [list(r) for r in SEGMENTS])
    write("terms", "code,name,net_days,end_of_month,discount_days,discount", [list(r) for r in TERMS])
    write("tax_rates", "tax_class,rate,valid_from", [list(r) for r in TAX_RATES])
    write("exchange_rates", "currency,rate,valid_from", [[*r, "today-400"] for r in EXCHANGE_RATES])
    write("categories", "code,name,discount_ceiling,margin_floor", [list(r[:4]) for r in CATEGORIES])
    write("warehouses", "code,name", [list(r) for r in WAREHOUSES])
    write("users", "login,name,roles", [list(r) for r in USERS])
    header = (
        "code,name,segment,street,city,region,postcode,country,contact,contact_role,phone,email,vat_id,terms,credit_limit,"
        "grace_days,block,delivery_rule,tax_exempt,price_list,customer_since,active"
    )
    write("customers", header, [fields(c, header) for c in sorted(customers, key=lambda c: c.code)])
    write(
        "addresses", "customer,name,street,city,region,postcode,country", [list(r) for r in make_addresses(rng, desk)]
    )
    write("contacts", "customer,name,role,phone,email", [list(r) for r in make_contacts(rng, desk)])
    header = "code,name,contact,contact_role,street,city,region,postcode,country,phone,email,lead_days"
    write("suppliers", header, sorted(supplier_rows, key=lambda r: str(r[0])))
    header = (
        "sku,name,category,kind,unit,list_price,cost,tax_class,barcode,min_qty,multiple,supplier,lead_days,case_unit,case_factor,"
        "case_barcode,over_delivery,under_delivery,active"
    )
    write("products", header, [fields(p, header) for p in products])
    write("stock", "sku,warehouse,bin,on_hand", [list(r) for r in fill_shelves(rng, products, shelves)])
    write("customer_items", "customer,code,sku,unit", [list(one) for one in OWN_CODES])
    write("expected", "sku,warehouse,quantity,due,source", [list(r) for r in make_expected(rng, products, shelves)])
    header = "level,name,customer,price_list,sku,category,min_qty,price,discount,valid_from,valid_to,combinable"
    rows = [fields(r, header) for r in rules]
    for row, rule in zip(rows, rules, strict=True):
        row[9:11] = [relative(rule.valid_from), relative(rule.valid_to)]
    write("prices", header, rows)
    header = (
        "number,type,stage,customer,order_date,wanted_date,po_number,warehouse,carrier,tracking,entered_by,sku,quantity,unit,"
        "price,discount,note"
    )
    write("orders", header, order_rows(desk))
    write("receipts", "number,customer,date,amount,method,reference,order", make_receipts(rng, desk))
    return desk, pricing


# The checks --------------------------------------------------------------------------------------------------------


def read(name: str) -> list[dict[str, str]]:
    with (OUT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text: str) -> int:
    return int(text.removeprefix("today") or 0)


def check(desk: Desk, pricing: Pricing) -> None:
    """Everything the files promise, read back from the files. Raises AssertionError with the first thing wrong."""
    t = {path.stem: read(path.stem) for path in sorted(OUT.glob("*.csv"))}
    check_master(t)
    check_prices(t)
    check_orders(t)
    check_holds(desk, pricing)
    for name, rows in t.items():
        print(f"{name:<12}{len(rows):>6} rows")
    stages = Counter({r["number"]: r["stage"] for r in t["orders"]}.values())
    print("orders by stage:", ", ".join(f"{stage} {count}" for stage, count in stages.items()), "=", stages.total())
    kinds = Counter({r["number"]: r["type"] for r in t["orders"]}.values())
    print("orders by type:", ", ".join(f"{kind} {count}" for kind, count in kinds.items()))
    worth = sorted(pricing.gross(o) for o in desk.orders)
    print(f"an order is worth {worth[0]} to {worth[-1]}, {worth[len(worth) // 2]} in the middle, {sum(worth)} together")
    print("held:", ", ".join(f"{o.number} {o.customer.code} {o.held_for}" for o in desk.orders if o.held_for))
    ageing: Counter[str] = Counter()
    for order in desk.orders:
        if order.stage in ("invoiced", "part_paid"):
            late = -(order.wanted + NET_DAYS[order.customer.terms])
            ageing[
                "not due"
                if late <= 0
                else "1-30"
                if late <= 30
                else "31-60"
                if late <= 60
                else "61-90"
                if late <= 90
                else "> 90"
            ] += 1
    print("open invoices by days late:", ", ".join(f"{name} {count}" for name, count in ageing.items()))
    assert len(ageing) == 5, "a column of the ageing is empty"


def unique(rows: list[dict[str, str]], *columns: str) -> set[str]:
    keys = [" ".join(r[c] for c in columns) for r in rows]
    twice = [k for k, n in Counter(keys).items() if n > 1]
    assert not twice, f"{columns} twice: {twice}"
    return set(keys)


def check_master(t: dict[str, list[dict[str, str]]]) -> None:
    codes = {
        name: unique(t[name], "code")
        for name in ("segments", "terms", "categories", "warehouses", "customers", "suppliers")
    }
    skus, logins, taxes = unique(t["products"], "sku"), unique(t["users"], "login"), unique(t["tax_rates"], "tax_class")
    assert (len(codes["customers"]), len(skus), len(codes["suppliers"])) == (200, 400, 25)
    unique(t["customers"], "name")
    unique(t["products"], "name")
    unique(t["addresses"], "customer", "name")
    unique(t["contacts"], "customer", "name")
    unique(t["stock"], "sku", "warehouse")
    unique(t["stock"], "warehouse", "bin")
    unique(t["expected"], "sku", "warehouse", "source")
    price_lists = {r["price_list"] for r in t["prices"] if r["price_list"]}
    for c in t["customers"]:
        assert 5 <= len(c["code"]) <= 8 and c["code"].isascii() and c["code"].isalpha() and c["code"].isupper(), c[
            "code"
        ]
        assert c["segment"] in codes["segments"] and c["terms"] in codes["terms"], c
        assert c["block"] in ("none", "ship", "invoice", "all") and c["delivery_rule"] in (
            "partial",
            "lines",
            "complete",
        )
        assert c["price_list"] in price_lists | {""} and c["email"].endswith(".example"), c
        assert c["tax_exempt"] == "no" or c["vat_id"], c
    for row in t["segments"]:
        assert row["price_list"] in price_lists
    for name in ("addresses", "contacts"):
        assert all(r["customer"] in codes["customers"] for r in t[name]), name
    barcodes = []
    for p in t["products"]:
        assert len(p["sku"]) <= 12 and p["category"] in codes["categories"] and p["tax_class"] in taxes, p
        assert p["kind"] in ("stocked", "made_to_order", "service") and p["supplier"] in codes["suppliers"] | {""}, p
        price, cost = Decimal(p["list_price"]), Decimal(p["cost"])
        assert price == price.quantize(Decimal("0.0001")) and Decimal("0.5") <= cost / price <= Decimal("0.81"), p
        for code, length in ((p["barcode"], 13), (p["case_barcode"], 14)):
            if code:
                assert len(code) == length and check_digit(code[:-1]) == code[-1], p
                barcodes.append(code)
        assert bool(p["barcode"]) == (p["kind"] != "service") and (
            not p["barcode"] or 200 <= int(p["barcode"][:3]) <= 299
        ), p
        assert bool(p["case_unit"]) == bool(p["case_factor"]) == bool(p["case_barcode"]), p
        if p["case_factor"] and p["multiple"]:
            assert int(p["case_factor"]) % Decimal(p["multiple"]) == 0, p
    assert len(set(barcodes)) == len(barcodes), "a barcode twice"
    for r in t["stock"] + t["expected"]:
        assert r["sku"] in skus and r["warehouse"] in codes["warehouses"], r
    kinds = {p["sku"]: p["kind"] for p in t["products"]}
    assert all(kinds[r["sku"]] == "stocked" for r in t["stock"] + t["expected"])
    assert {role for u in t["users"] for role in u["roles"].split("|")} == {
        "clerk", "approver1", "approver2", "warehouse", "receivables", "viewer", "admin",
    }  # fmt: skip
    assert logins


def check_prices(t: dict[str, list[dict[str, str]]]) -> None:
    products = {p["sku"]: p for p in t["products"]}
    unique(t["prices"], "level", "customer", "price_list", "sku", "category", "min_qty", "valid_from")
    ceilings = {c["code"]: Decimal(c["discount_ceiling"]) for c in t["categories"]}
    customers = {c["code"] for c in t["customers"]}
    for r in t["prices"]:
        assert bool(r["price"]) != bool(r["discount"]) and not (r["sku"] and r["category"]), r
        assert (r["level"] == "contract") == bool(r["customer"]) and (r["level"] == "list") == bool(r["price_list"]), r
        assert (
            r["customer"] in customers | {""}
            and r["sku"] in products.keys() | {""}
            and r["category"] in ceilings.keys() | {""}
        ), r
        assert r["combinable"] in ("yes", "no")
        if r["price"]:
            product = products[r["sku"]]
            assert Decimal(r["price"]) < Decimal(product["list_price"]), r
            assert margin_of(r["price"], product) >= FLOOR[product["category"]], r
        else:
            assert Decimal(r["discount"]) <= (ceilings[r["category"]] if r["category"] else min(ceilings.values())), r
        assert not r["valid_to"] or day_of(r["valid_from"]) <= day_of(r["valid_to"]), r


def margin_of(price: str, product: dict[str, str]) -> Decimal:
    return (Decimal(price) - Decimal(product["cost"])) / Decimal(price) * 100


def check_orders(t: dict[str, list[dict[str, str]]]) -> None:
    products = {p["sku"]: p for p in t["products"]}
    customers = {c["code"]: c for c in t["customers"]}
    logins = {u["login"] for u in t["users"]}
    on_hand = {(s["sku"], s["warehouse"]): Decimal(s["on_hand"]) for s in t["stock"]}
    orders: dict[str, list[dict[str, str]]] = defaultdict(list)
    for r in t["orders"]:
        orders[r["number"]].append(r)
    unique(t["orders"], "number", "sku")
    unique([lines[0] for lines in orders.values() if lines[0]["po_number"]], "customer", "po_number")
    unique([lines[0] for lines in orders.values() if lines[0]["tracking"]], "tracking")
    stages = Counter(lines[0]["stage"] for lines in orders.values())
    assert stages == Counter(STAGES), stages
    days = [day_of(lines[0]["order_date"]) for lines in orders.values()]
    assert days == sorted(days) and days[0] >= -120 and days[-1] <= 0
    assert list(orders) == [str(n) for n in range(FIRST_ORDER, FIRST_ORDER + len(orders))]
    for number, lines in orders.items():
        head = lines[0]
        same = list(head)[:11]
        assert all(r[c] == head[c] for r in lines for c in same), number
        assert 1 <= len(lines) <= 9 and head["entered_by"] in logins, number
        assert head["type"] in ("standard", "make_to_order", "service", "counter"), number
        customer = customers[head["customer"]]
        assert customer["block"] == "none" and customer["active"] == "yes", number
        ordered, wanted = day_of(head["order_date"]), day_of(head["wanted_date"])
        assert ordered <= wanted and (head["stage"] not in LEFT_THE_HOUSE or wanted <= 0), number
        for i, r in enumerate(lines):
            product = products[r["sku"]]
            assert product["active"] == "yes", r
            kind = {"make_to_order": "made_to_order", "service": "service"}.get(head["type"], "stocked")
            assert product["kind"] == kind, r
            assert r["unit"] in (product["unit"], product["case_unit"]), r
            factor = Decimal(product["case_factor"]) if r["unit"] != product["unit"] else Decimal(1)
            quantity = Decimal(r["quantity"]) * factor
            assert (
                quantity >= Decimal(product["min_qty"] or "0") and quantity % Decimal(product["multiple"] or "1") == 0
            ), r
            assert quantity > 0 and (quantity == int(quantity) or product["unit"] == "kg"), r
            if kind == "stocked":
                assert (r["sku"], head["warehouse"]) in on_hand, r
            waits = head["stage"] == "part_shipped" and i == len(lines) - 1
            if kind == "stocked" and head["stage"] in ("picking", "part_shipped", *LEFT_THE_HOUSE) and not waits:
                assert on_hand[r["sku"], head["warehouse"]] > 0, r
    wanted_now: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for r in t["orders"]:
        if r["stage"] == "picking":
            product = products[r["sku"]]
            factor = Decimal(product["case_factor"]) if r["unit"] != product["unit"] else Decimal(1)
            wanted_now[r["sku"], r["warehouse"]] += Decimal(r["quantity"]) * factor
    assert all(on_hand[key] >= quantity for key, quantity in wanted_now.items())

    unique(t["receipts"], "number")
    unique([r for r in t["receipts"] if r["order"]], "order")
    dates = [day_of(r["date"]) for r in t["receipts"]]
    assert dates == sorted(dates) and dates[-1] <= 0
    paid = {r["order"]: r for r in t["receipts"]}
    for r in t["receipts"]:
        assert r["method"] in ("cash", "card", "transfer", "cheque")
        if r["order"]:
            head = orders[r["order"]][0]
            assert head["customer"] == r["customer"] and day_of(r["date"]) >= day_of(head["wanted_date"]), r
            assert head["stage"] in ("paid", "closed", "part_paid") and bool(r["amount"]) == (
                head["stage"] == "part_paid"
            ), r
        else:
            assert Decimal(r["amount"]) > 0
    assert all(
        (number in paid) == (lines[0]["stage"] in ("paid", "closed", "part_paid")) for number, lines in orders.items()
    )


def check_holds(desk: Desk, pricing: Pricing) -> None:
    """Held are the orders that are meant to be, for the one reason meant, and no others."""
    for order in desk.orders:
        customer, limit = order.customer, order.customer.credit_limit
        if order.stage in ("draft", "quotation", "cancelled") or order.kind == "counter":
            continue
        others = [o for o in desk.orders if o.held_for == "credit"]
        before = [
            o
            for o in desk.orders
            if o.customer is customer and o.day <= order.day and o is not order and o not in others
        ]
        owed = pricing.gross(order) + sum(
            (pricing.gross(o) for o in before
             if o.stage not in ("draft", "quotation", "cancelled")
             and not (o.paid_on is not None and o.part is None and o.paid_on < order.day)),
            Decimal(0),
        )  # fmt: skip
        over = limit != "" and owed > Decimal(limit)
        assert over == (order.held_for == "credit"), f"{order.number} credit: {owed} of {limit}"
        late = [
            o for o in before
            if o.stage in BILLED and (o.paid_on is None or o.part is not None or o.paid_on > order.day)
            and order.day - o.wanted - NET_DAYS[customer.terms] > customer.grace_days
        ]  # fmt: skip
        assert bool(late) == (order.held_for == "overdue"), f"{order.number} overdue: {[o.number for o in late]}"
        by_discount = by_price = False
        for line in order.lines:
            product = desk.products[line.sku]
            fair, off = pricing.price(customer, line.sku, line.quantity, order.day)
            given = Decimal(line.discount or 0)
            by_discount |= off + given > CEILING[product.category]
            if line.price:
                by_price |= abs(Decimal(line.price) - fair) / fair > Decimal("0.15")
            asked = (Decimal(line.price) if line.price else fair) * (100 - given) / 100
            assert margin(asked, product) >= FLOOR[product.category], f"{order.number} {line.sku} margin"
        assert by_discount == (order.held_for == "discount"), f"{order.number} discount"
        assert by_price == (order.held_for == "price"), f"{order.number} price"
        if order.part is not None:
            assert order.part < pricing.gross(order), f"{order.number} part"
    out = set(desk.shelves.out)
    assert all(not out & {line.sku for line in (o.lines[:-1] if o.short_last else o.lines)} for o in desk.orders)
    assert sum(o.short_last for o in desk.orders) == 14


if __name__ == "__main__":
    check(*make())
