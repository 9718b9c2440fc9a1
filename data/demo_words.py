"""The words the demo company is made of: places, names, customers, suppliers, products. All of it invented.

Towns and the shape of their postcodes are real, so that an address looks like one; streets, people and firms are not.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

# Places ------------------------------------------------------------------------------------------------------------
# '#' is a digit, '@' a letter. Numbers: the ranges kept for fiction in DE, FR and GB; elsewhere a subscriber's number
# that begins with 0, which no exchange gives out.

PLACES = {
    "DE": [
        ("Lübeck", "Schleswig-Holstein", "235##", "+49 451 0####"),
        ("Kiel", "Schleswig-Holstein", "241##", "+49 431 0####"),
        ("Hamburg", "Hamburg", "20###", "+49 40 66969 ###"),
        ("Hamburg", "Hamburg", "22###", "+49 40 66969 ###"),
        ("Bremen", "Bremen", "281##", "+49 421 0#####"),
        ("Rostock", "Mecklenburg-Vorpommern", "180##", "+49 381 0####"),
        ("Berlin", "Berlin", "101##", "+49 30 23125 ###"),
        ("Berlin", "Berlin", "109##", "+49 30 23125 ###"),
        ("Köln", "Nordrhein-Westfalen", "506##", "+49 221 4710 ###"),
        ("Münster", "Nordrhein-Westfalen", "481##", "+49 251 0####"),
        ("Frankfurt am Main", "Hessen", "603##", "+49 69 90009 ###"),
        ("Leipzig", "Sachsen", "041##", "+49 341 0#####"),
        ("Dresden", "Sachsen", "010##", "+49 351 0#####"),
        ("München", "Bayern", "803##", "+49 89 99998 ###"),
        ("Regensburg", "Bayern", "930##", "+49 941 0####"),
        ("Freiburg im Breisgau", "Baden-Württemberg", "790##", "+49 761 0####"),
    ],
    "FR": [
        ("Paris", "Île-de-France", "750##", "+33 1 99 00 ## ##"),
        ("Nantes", "Pays de la Loire", "44000", "+33 2 61 91 ## ##"),
        ("Saint-Malo", "Bretagne", "35400", "+33 2 61 91 ## ##"),
        ("Strasbourg", "Grand Est", "67000", "+33 3 53 01 ## ##"),
        ("Lille", "Hauts-de-France", "59000", "+33 3 53 01 ## ##"),
        ("Lyon", "Auvergne-Rhône-Alpes", "69002", "+33 4 65 71 ## ##"),
        ("Marseille", "Provence-Alpes-Côte d'Azur", "13006", "+33 4 65 71 ## ##"),
        ("Bordeaux", "Nouvelle-Aquitaine", "33000", "+33 5 36 49 ## ##"),
    ],
    "GB": [
        ("London", "Greater London", "SE1 #@@", "+44 20 7946 0###"),
        ("London", "Greater London", "E8 #@@", "+44 20 7946 0###"),
        ("Manchester", "Greater Manchester", "M4 #@@", "+44 161 496 0###"),
        ("Leeds", "West Yorkshire", "LS2 #@@", "+44 113 496 0###"),
        ("Bristol", "Bristol", "BS1 #@@", "+44 117 496 0###"),
        ("Edinburgh", "Scotland", "EH6 #@@", "+44 131 496 0###"),
        ("Liverpool", "Merseyside", "L1 #@@", "+44 151 496 0###"),
        ("Cardiff", "Wales", "CF10 #@@", "+44 29 2018 0###"),
    ],
    "NL": [
        ("Amsterdam", "Noord-Holland", "101# @@", "+31 20 0## ####"),
        ("Utrecht", "Utrecht", "351# @@", "+31 30 0## ####"),
        ("Rotterdam", "Zuid-Holland", "301# @@", "+31 10 0## ####"),
        ("'s-Hertogenbosch", "Noord-Brabant", "521# @@", "+31 73 0## ####"),
        ("Groningen", "Groningen", "971# @@", "+31 50 0## ####"),
    ],
    "DK": [
        ("København K", "Hovedstaden", "1###", "+45 0# ## ## ##"),
        ("Aarhus C", "Midtjylland", "8000", "+45 0# ## ## ##"),
        ("Odense C", "Syddanmark", "5000", "+45 0# ## ## ##"),
        ("Sønderborg", "Syddanmark", "6400", "+45 0# ## ## ##"),
        ("Tønder", "Syddanmark", "6270", "+45 0# ## ## ##"),
    ],
    "ES": [
        ("Madrid", "Comunidad de Madrid", "2800#", "+34 910 0## ###"),
        ("Barcelona", "Cataluña", "0800#", "+34 930 0## ###"),
        ("San Sebastián", "País Vasco", "2000#", "+34 943 0## ###"),
        ("Sevilla", "Andalucía", "4100#", "+34 954 0## ###"),
        ("A Coruña", "Galicia", "1500#", "+34 981 0## ###"),
    ],
    "IT": [
        ("Milano", "Lombardia", "2012#", "+39 02 000 ####"),
        ("Bologna", "Emilia-Romagna", "4012#", "+39 051 000 ###"),
        ("Forlì", "Emilia-Romagna", "47121", "+39 0543 00 ###"),
        ("Torino", "Piemonte", "1012#", "+39 011 000 ####"),
        ("Roma", "Lazio", "0018#", "+39 06 000 ####"),
    ],
    "PL": [
        ("Warszawa", "Mazowieckie", "00-###", "+48 22 0## ## ##"),
        ("Łódź", "Łódzkie", "90-###", "+48 42 0## ## ##"),
        ("Kraków", "Małopolskie", "31-###", "+48 12 0## ## ##"),
        ("Gdańsk", "Pomorskie", "80-###", "+48 58 0## ## ##"),
        ("Wrocław", "Dolnośląskie", "50-###", "+48 71 0## ## ##"),
    ],
}

STREETS = {
    "DE": "Fischergrube {n}|Lindenstraße {n}|Am Alten Speicher {n}|Brunnengasse {n}a|Königsweg {n}|Mühlentwiete {n}|"
    "Große Petersgrube {n}|Schäferkamp {n}|Weißgerberstraße {n}|Hafendamm {n}|Rosenbüchel {n}|Kaiserallee {n}|"
    "Neue Straße {n}|Obere Torgasse {n}|Platz am Süßen Winkel {n}|Ulmenredder {n}",
    "FR": "{n}, rue des Tanneurs|{n}, quai de l'Écluse|{n} bis, avenue du Général-Moreau|{n}, place aux Herbes|"
    "{n}, rue de l'Abbé-Lenoir|{n}, boulevard de la Grève|{n}, impasse du Four à chaux|{n}, rue Neuve-Saint-Rémi",
    "GB": "{n} Tallow Street|{n} Coopers Row|Unit {n}, Maltings Yard|{n} St Wilfrid's Lane|{n} Harbour Terrace|"
    "{n}a Old Ropewalk|{n} Upper Fallow Road|{n} Candlemaker Close",
    "NL": "Zoutkade {n}|Lange Kuipersteeg {n}|Molenwerf {n}-hs|Prins Willemstraat {n}|Oude Turfhaven {n}|Kaasmarkt {n}",
    "DK": "Bødkergade {n}|Sønder Havnevej {n}|Møllestræde {n}, st. tv.|Østre Kajgade {n}|Kongens Plads {n}|Sildetorvet {n}",
    "ES": "Calle del Olivar Viejo, {n}|Plaza de la Lonja, {n}|Avda. de los Jardines, {n}, bajo|Calle Señores, {n}|"
    "Paseo del Muelle, {n}|Travesía de Piñones, {n}",
    "IT": "Via dei Bottai, {n}|Corso della Libertà, {n}|Piazza delle Erbe Nuove, {n}|Viale dei Tigli, {n}/b|"
    "Vicolo Fornaci, {n}|Via Santa Perpetua, {n}",
    "PL": "ul. Młyńska {n}|ul. Świętego Idziego {n}/4|al. Kasztanowa {n}|ul. Żeglarska {n}|pl. Solny Stary {n}|ul. Łąkowa {n}",
}

FIRST = {
    "DE": "Anke Björn Claudia Dörte Enno Friederike Gesa Henning Ilka Jörg Katrin Lüder Maike Özlem Rüdiger Svenja Uwe Wiebke",
    "FR": "Aurélie Benoît Célestine Damien Éloïse François Gaëlle Hervé Inès Jérôme Léa Mathieu Noémie Rémi Solène Thibaut",
    "GB": "Alasdair Beatrice Callum Dilys Edmund Fiona Gareth Harriet Imogen Kwame Lorna Niamh Owen Priya Rhys Siobhan",
    "NL": "Anouk Bram Coen Daniël Eefje Floor Geert Hanneke Ilse Jurriën Lieke Maarten Noor Ruud Saskia Wouter",
    "DK": "Anders Bodil Christen Dorthe Esben Freja Gunnar Helle Ingrid Jeppe Kirstine Lærke Mads Rikke Søren Åse",
    "ES": "Álvaro Begoña Cristóbal Eneko Estíbaliz Gonzalo Inés Íñigo Joaquín Lucía Marisol Núria Óscar Rocío Sergi Xoán",
    "IT": "Alessia Bruno Chiara Davide Elettra Fabrizio Gaia Ivano Loredana Michele Niccolò Ornella Raffaele Silvia Tommaso",
    "PL": "Agnieszka Błażej Czesława Dorota Grażyna Jacek Kamil Łukasz Małgorzata Paweł Rafał Stanisław Urszula Wiesława Żaneta",
}
LAST = {
    "DE": "Ahlers Böttcher Claußen Detlefsen Eickhoff Feddersen Großjohann Harms Iversen Jürgens Köpke Lüttmann Möhring "
    "Niehus Quast Rößler Schümann Thöming Voß Wiechmann",
    "FR": "Aubrac Bellec Cazaubon Delmotte Estèbe Ferrand Guérin Hébrard Jaouen Lacombe Le-Goff Marchal Noël Peyrat Quéméner",
    "GB": "Ainsworth Bramley Carrick Dunmore Eastham Fothergill Gwilliam Hesketh Ilori Kinnaird Lathom Mbeki O'Rourke "
    "Penhallow Quayle Rashford",
    "NL": "Aalders Bakkerink Dijkstra Elzinga Groothuis Hoekstra Jonker Kuiper Meulenbelt Nijhof Oosterbaan Postma Terpstra",
    "DK": "Andersen Bjerregaard Dahl Ejlersen Frøslev Grønbæk Højgaard Juhl Kjær Lauridsen Mønsted Nørgaard Østergaard Ravn",
    "ES": "Arizmendi Baños Castiñeira Domènech Echeverría Fuentes Galán Ibáñez Lozano Muñoz Núñez Otero Peñalver Quiroga",
    "IT": "Albertazzi Bevilacqua Casadei Dall'Olio Fabbri Galvani Lanzoni Morandi Nannini Orsolini Pedretti Rovigatti Sartori",
    "PL": "Adamczyk Bąk Ciesielska Dąbrowski Głowacki Jabłoński Kędzierska Łuczak Mróz Niedźwiedź Pająk Świątek Wójtowicz",
}
ROLES = [
    "Owner",
    "Purchasing",
    "Head chef",
    "Sous-chef",
    "Accounts payable",
    "Store manager",
    "Food & beverage manager",
    "Bar manager",
]

# The customers: country, kind, name, and the town where it cannot be any.
# R restaurant, H hotel, C café, D delicatessen, G grocer, K caterer or group.
CUSTOMERS = """
DE|R|Gasthaus Zum Lindwurm
DE|R|Wirtshaus Brammerloh
DE|R|Kombüse Achterdeck|Kiel
DE|R|Restaurant Süderhaff|Rostock
DE|R|Die Rußige Pfanne
DE|R|Speisewirtschaft Tüdelüt|Hamburg
DE|R|Fischstube Klabunde|Bremen
DE|R|Weinstube Eulenschlag
DE|R|Zur Goldenen Brezn am Gries|München
DE|R|Osteria Quattro Passeri
DE|R|翠竹軒 Cui Zhu Xuan
DE|R|Bistro Mohnschnecke
DE|R|Ratsstuben Oberlauringhagen
DE|R|Krögers Heuboden|Kiel
DE|R|Gutsküche Wensin-Horst|Kiel
DE|R|Taverna Psarolimano
DE|R|Meyhane Gülbahçe
DE|H|Hotel Wiebkenhof
DE|H|Strandhotel Dünengras|Rostock
DE|H|Hotel Großer Roland|Bremen
DE|H|Schlosshotel Rantzenfelde
DE|H|Parkhotel Lüttjensee
DE|H|Pension Möwennest
DE|H|Kurhotel Bad Hüttelbrunn|Regensburg
DE|H|Hotel Drei Störche
DE|H|Berggasthof Hirschentritt|Freiburg im Breisgau
DE|H|Hotel Fährhaus Süderwehr|Hamburg
DE|H|Boutiquehotel Weißer Rabe
DE|C|Café Puderzucker & Zimt
DE|C|Kaffeerösterei Schwarzbohne
DE|C|Café Tante Alwine
DE|C|Teestube Friesenglück|Bremen
DE|C|Konditorei Mürbeteig
DE|C|Café Heiße Liese
DE|D|Feinkost Quistorf|Lübeck
DE|D|Käsekontor Alte Molkerei
DE|D|Delikatessen Süßmilch
DE|D|Weinhandlung Trollmann
DE|D|Genusswerkstatt Tausendblatt
DE|D|Olivenhain Feinkost
DE|D|Das Kleine Gewölbe
DE|D|Feinkost Rübsam & Töchter
DE|D|Salz & Rauch Manufaktur
DE|D|Gewürzkammer Pfefferkorn
DE|G|Hofladen Eichengrund
DE|G|Naturkost Grünschnabel
DE|G|Dorfladen Klein Sarauhorst
DE|G|Kaufhaus Brüggendiek|Münster
DE|G|Biomarkt Löwenzahn
DE|G|Unverpackt Kornspeicher
DE|G|Markthalle Neuntorplatz
DE|G|Krämerei Holunder
DE|G|Genossenschaft der Hofläden und Direktvermarkter Holsteinische Seenplatte eG|Lübeck
DE|K|Catering Löffelweise
DE|K|Betriebsküchen Nordring
DE|K|Mensa- und Kantinenwerk Wakenitz|Lübeck
DE|K|Partyservice Appelhans
DE|K|Reederei-Proviant Stövesand|Hamburg
DE|K|Kliniken-Küche St. Gertrudis
DE|K|Hotelgruppe Ostseeperle|Rostock
DE|R|Trattoria Nonna Ersilia
DE|D|Spezereien Ohlendieck
FR|R|L'Écuelle d'Argent
FR|R|Bistrot du Passeur
FR|R|Auberge de la Fougeraie
FR|R|Brasserie Les Trois Cormorans|Marseille
FR|R|La Table d'Honorine
FR|R|Le Chaudron Bleu
FR|R|Crêperie Ty Melenn|Saint-Malo
FR|H|Hôtel des Deux Écluses
FR|H|Hôtel du Bois-Joli-sur-Rance|Saint-Malo
FR|H|Relais de la Poterne
FR|H|Manoir de Kervoazec|Saint-Malo
FR|H|Hôtel Beau Mûrier
FR|C|Salon de thé Églantine
FR|C|Café du Vieux Lavoir
FR|C|Pâtisserie Mirabelle & Fils
FR|D|Épicerie fine Cazenave-Lorient|Nantes
FR|D|Fromagerie Bartholin
FR|D|Aux Délices d'Ozanne
FR|D|La Réserve gourmande
FR|D|Comptoir de l'Huilerie
FR|D|Cave Saint-Amâtre
FR|G|Au Panier garni
FR|G|Marché de la Mère Bichotte
FR|G|Épicerie Chez Noémie
FR|G|Halle aux Saveurs
FR|G|Société coopérative des maîtres fromagers et épiciers du Val d'Orméac
FR|K|Traiteur Lecoustre
FR|K|Restauration collective Armorel
FR|K|Traiteur Grain de Sel
FR|R|Le Hareng Saur|Lille
GB|R|The Brass Haddock
GB|R|Ottoline's Kitchen
GB|R|Smoke & Samphire
GB|R|The Lame Gardener
GB|R|Casa Peregrina
GB|R|Barnacle Row
GB|R|The Saffron Lantern
GB|H|The Old Excise House Hotel
GB|H|Thornwick Manor
GB|H|Castlegate Rooms
GB|H|Loch Arrin Lodge|Edinburgh
GB|H|The Hollybush at Penmaen Isaf|Cardiff
GB|C|Crumb Theory
GB|C|Dulcie's Tea Rooms
GB|C|Second Kettle
GB|C|Bellwether Coffee
GB|D|Fennimore's Larder
GB|D|Pickett & Thrale Provisions
GB|D|The Rind Exchange
GB|D|Ambrose Quill Wines
GB|D|Larkspur Delicatessen
GB|D|Brine & Barrel
GB|G|Netherby Stores
GB|G|Farrow Lane Grocers
GB|G|Plumstead & Daughters
GB|G|Harbour Street Wholefoods
GB|K|Tallboy Catering
GB|K|Wendham Ashe Contract Kitchens
NL|R|Eetkamer De Bonte Kraai
NL|R|Proeflokaal 't Vergulde Vat
NL|R|Brasserie Zeilmaker
NL|R|Toko Bintang Laut
NL|H|Hotel De Zwarte Zwaan
NL|H|Logement Oude Veer|Rotterdam
NL|H|Grachtenhotel Zeven Linden|Amsterdam
NL|C|Koffiehuis Stoof
NL|C|IJssalon & Koffie Vanilla
NL|D|Kaashandel Van Tongerloo-Smit
NL|D|Delicatessen De Gouden Ham
NL|D|Het Olijfje
NL|D|Wijnkoperij Kurkdroog
NL|D|Noten & Zo
NL|G|Buurtwinkel Halfweg|Amsterdam
NL|G|Landwinkel De Hooiberg
NL|G|Kruidenier Sneek-Oost|Groningen
NL|G|Coöperatie De Volle Mand
NL|K|Cateraars van 't Spoor
NL|K|Feestkeuken Mostert
DK|R|Restaurant Søhesten
DK|R|Spisehuset Den Blå Port
DK|R|Kroen ved Åmosen
DK|R|Smørrebrød Fru Vinter
DK|H|Badehotel Klitrosen
DK|H|Hotel Gåsetårnshus
DK|H|Færgegården Als|Sønderborg
DK|C|Café Kanelsnegl & Co.
DK|C|Kaffebar Ørred
DK|D|Delikatessen Hjørnet
DK|D|Ostebutikken Mælkevejen
DK|D|Vinlageret Ø
DK|G|Købmand Skovbjerg
DK|K|Kantinekøkkenet Nordlys
ES|R|Mesón del Tío Caracola
ES|R|Taberna La Ñora
ES|R|Asador Etxe Zaharra|San Sebastián
ES|R|Marisquería O Percebeiro|A Coruña
ES|R|Casa Filomena
ES|H|Hotel Patio de los Azahares|Sevilla
ES|H|Hostal Mirador del Cierzo
ES|H|Parador Viejo de Alcorbón
ES|C|Cafetería Buñuelo
ES|C|Horchatería Chufa y Nieve
ES|D|Jamonería Hermanos Pizarrón
ES|D|Ultramarinos La Giralta
ES|D|Quesos y Vinos Señorío
ES|D|Colmado Roig i Blau|Barcelona
ES|G|Mercado de la Higuera
ES|G|Frutos Secos Piñón
ES|K|Cáterin Sobremesa
ES|K|Hospederías y Restaurantes Reunidos de la Sierra de Alcorbón, S.L.
IT|R|Trattoria Il Gufo Sordo
IT|R|Osteria della Tinca
IT|R|Ristorante Ca' Moretta
IT|R|Locanda Sette Camini
IT|H|Albergo del Tiglio
IT|H|Hotel Villa Serpentara
IT|H|Pensione Acquachiara
IT|C|Caffè Lanternino
IT|C|Pasticceria Zucchero d'Orzo
IT|D|Salumeria Fratelli Bonvicino
IT|D|Enoteca Il Tappo Lento
IT|D|Gastronomia Perché No?
IT|D|Bottega dell'Ulivo
IT|G|Alimentari Da Pinuccia
IT|G|Drogheria Tre Mori
IT|G|Emporio Città Bassa
IT|K|Ristorazione Ponente S.r.l.
IT|K|Catering Prezzemolo
PL|R|Karczma Pod Żubrzykiem
PL|R|Restauracja Złoty Szczupak
PL|R|Bistro Śliwka w Dymie
PL|H|Hotel Pałacyk Łabędzi
PL|H|Dwór Jeżynowy
PL|C|Kawiarnia Cynamonka
PL|C|Cukiernia u Grażyny
PL|D|Delikatesy Świeżak
PL|D|Sery i Wędliny Gąsior
PL|G|Spiżarnia Babci Łucji
"""

NAMES_FOR_CODES = {"翠竹軒 Cui Zhu Xuan": "CUIZHU", "Vinlageret Ø": "VINLAGO", "Quesos y Vinos Señorío": "SENORIO"}
DULL_WORDS = set(
    "hotel restaurant gasthaus wirtshaus cafe the die der das zum zur la le les de du des del della den og and und of at "
    "il l d o i y w pod u aux au chez s feinkost bistro bistrot brasserie osteria trattoria delikatessen epicerie casa "
    "pension albergo restauracja hostal kawiarnia hotell auberge societe genossenschaft delicatessen".split()
)

# The suppliers: name, country, the categories they deliver, lead days
SUPPLIERS = """
Teekontor Sandthorhafen|DE|TEA|6
Darjeeling & Dunes Importers Ltd|GB|TEA|14
Torrefazione Monte Bruno S.r.l.|IT|COFFEE|9
Kaffee-Rösterei Hafenbohle GmbH|DE|COFFEE|4
Frantoio Colle dei Grilli|IT|OIL|10
Aceitera Hermanos Valdeolmos, S.A.|ES|OIL|12
Pastificio Gambarogno-Neri|IT|PASTA|9
Risiera Campo Lungo|IT|GRAIN|10
Mühle Brunswarder KG|DE|GRAIN,PASTA|5
Gewürzmühle Sternanis GmbH & Co. KG|DE|SPICE|5
Épices du Levant Dufresnoy|FR|SPICE|11
Conserve Orto del Sole S.p.A.|IT|ANTI|10
Conservas Ría Brava, S.L.|ES|FISH,ANTI|13
Fiskehuset Skagerbo A/S|DK|FISH|5
Senffabrik Kröpelin-Ost|DE|SAUCE|4
Harrowgate Preserves & Pickles Ltd|GB|JAM,SAUCE|15
Imkerei Heideglück|DE|JAM|4
Biscuiterie de l'Aven-Rouge|FR|BISC|9
Bakkerij De Drie Molenstenen B.V.|NL|BISC|7
Chocolaterie Vandermeersch-Lys|FR|SWEET|9
Fromages affinés Combe-Noire|FR|CHEESE|6
Kaasmakerij Het Groene Weiland|NL|CHEESE|5
Salumificio Valle Nebbiosa|IT|CHARC|8
Weinimport Steilhang GmbH|DE|WINE,DRINK|6
Tafel & Werk Gastronomiebedarf GmbH|DE|TABLE,DRINK|3
"""

# The products: stem | name | category | unit | g, ml, or - where the label is written out | code[=label]:price … | units a case
PRODUCTS = """
CHAI|Assam chai blend|TEA|pkg|g|100:4.20 250:8.90 1KG:29.50|12
EARLG|Earl Grey, blue flower|TEA|pkg|g|100:4.60 250:9.80|12
DARJ|Darjeeling first flush|TEA|pkg|g|100:9.90 250:22.50|12
EASTF|East Frisian blend|TEA|pkg|g|250:6.40 500:11.90|12
SENCHA|Green tea sencha|TEA|pkg|g|100:6.20 250:13.80|12
ROOIB|Rooibos vanilla|TEA|pkg|g|100:3.80 250:7.90|12
MINT|Peppermint leaf|TEA|pkg|g|50:2.60 250:8.40|12
CHAMO|Camomile flower|TEA|pkg|g|50:2.90 250:9.60|12
TEABAG|Breakfast tea bags|TEA|box|-|25=25 bags:3.10 100=100 bags:9.40|10
FRUIT|Fruit infusion, red berries|TEA|pkg|g|100:3.60 250:7.40|12
OOLONG|Oolong, lightly oxidised|TEA|pkg|g|100:8.40 250:18.90|12
LAPSA|Smoked black tea|TEA|pkg|g|100:5.60|12
ESPR|Espresso roast, beans|COFFEE|pkg|g|250:6.20 1KG:19.80|8
CREMA|Caffè crema, beans|COFFEE|pkg|g|250:5.80 1KG:18.40|8
DECAF|Decaffeinated, beans|COFFEE|pkg|g|500:11.60 1KG:21.20|8
FILTER|Filter coffee, ground|COFFEE|pkg|g|500:8.20 1KG:15.40|12
ETHIO|Ethiopia single estate|COFFEE|pkg|g|250:8.90 1KG:31.00|8
COCOA|Cocoa powder, dark|COFFEE|pkg|g|250:5.20 1KG:16.80|10
DRINKCH|Drinking chocolate flakes|COFFEE|tin|g|300:7.80 2KG:39.50|6
STICK|Instant espresso stick|COFFEE|pc|g|2:0.1475|200
COLDB|Cold brew blend, coarse|COFFEE|pkg|g|500:9.80 1KG:18.20|8
OLIVO|Olive oil extra virgin, Umbria|OIL|bottle|ml|250:6.40 500:10.90 5L:79.00|6
PICUAL|Olive oil Picual|OIL|bottle|ml|500:8.70 5L:62.50|6
LEMOIL|Lemon olive oil|OIL|bottle|ml|250:7.60|6
RAPS|Rapeseed oil, cold pressed|OIL|bottle|ml|500:4.60 5L:32.80|12
WALNUT|Walnut oil|OIL|bottle|ml|250:8.30|6
PUMPKIN|Styrian-style pumpkin seed oil|OIL|bottle|ml|250:9.40 500:16.80|6
SESAM|Toasted sesame oil|OIL|bottle|ml|250:5.10|12
TRUFF|White truffle oil|OIL|bottle|ml|100:9.80 250:19.60|6
BALSA|Balsamic vinegar, 6 years|OIL|bottle|ml|250:8.20 500:14.40|6
BALSIL|Balsamic vinegar, everyday|OIL|bottle|ml|500:3.90 5L:24.00|12
SHERRY|Sherry vinegar reserva|OIL|bottle|ml|375:5.90|6
WHVIN|White wine vinegar|OIL|bottle|ml|500:2.70 5L:15.20|12
GRAPES|Grape seed oil|OIL|bottle|ml|500:5.20 5L:36.50|6
RASPV|Raspberry vinegar|OIL|bottle|ml|250:5.60|6
SPAG|Spaghetti, bronze cut|PASTA|pkg|g|500:2.10 3KG:10.40|12
PENNE|Penne rigate, bronze cut|PASTA|pkg|g|500:2.10 3KG:10.40|12
RIGAT|Rigatoni|PASTA|pkg|g|500:2.20|12
FUSIL|Fusilli|PASTA|pkg|g|500:2.10 3KG:10.40|12
LINGU|Linguine|PASTA|pkg|g|500:2.20|12
ORECC|Orecchiette|PASTA|pkg|g|500:2.80|12
TAGLIA|Egg tagliatelle|PASTA|pkg|g|250:2.60 1KG:8.90|12
PAPPAR|Egg pappardelle|PASTA|pkg|g|250:2.80|12
LASAG|Lasagne sheets|PASTA|pkg|g|500:2.90|12
SPAETZ|Spätzle|PASTA|pkg|g|500:2.40 2.5KG:10.60|10
RAMEN|Ramen noodles|PASTA|pkg|g|250:2.20|20
SQUID|Spaghetti with squid ink|PASTA|pkg|g|500:4.90|12
GNOCC|Potato gnocchi|PASTA|pkg|g|500:2.60 2KG:8.90|12
UDON|Udon noodles|PASTA|pkg|g|300:2.30|20
CONCHI|Conchiglie|PASTA|pkg|g|500:2.20 3KG:10.80|12
ARBOR|Arborio rice|GRAIN|pkg|g|1KG:4.40 5KG:19.80|10
CARNA|Carnaroli rice|GRAIN|pkg|g|1KG:5.90 5KG:26.50|10
BASMA|Basmati rice|GRAIN|bag|g|1KG:3.60 10KG:29.00|10
BOMBA|Bomba rice for paella|GRAIN|bag|g|1KG:6.40|10
POLEN|Polenta, coarse|GRAIN|pkg|g|1KG:2.80|10
COUSC|Couscous|GRAIN|pkg|g|500:1.90 5KG:14.20|12
BULGU|Bulgur|GRAIN|pkg|g|500:1.80 5KG:13.40|12
QUINOA|Quinoa, tricolour|GRAIN|pkg|g|500:4.60 5KG:38.00|12
LENTV|Green lentils|GRAIN|pkg|g|500:3.10 5KG:24.90|12
LENTB|Beluga lentils|GRAIN|pkg|g|500:3.40|12
CHICK|Chickpeas, dried|GRAIN|pkg|g|500:1.90 5KG:13.90|12
CANNEL|Cannellini beans|GRAIN|pkg|g|500:2.40|12
FLOUR|Wheat flour tipo 00|GRAIN|bag|g|1KG:1.70 10KG:13.50|10
FARRO|Spelt, pearled|GRAIN|pkg|g|500:2.70 5KG:21.40|12
BUCKW|Buckwheat groats|GRAIN|pkg|g|500:2.90|12
PEPBL|Black pepper, whole|SPICE|jar|g|80:3.90 500:14.20 1KG:26.00|12
PEPSZ|Sichuan pepper|SPICE|jar|g|40:5.20 250:21.50|12
PEPLO|Long pepper|SPICE|jar|g|60:6.10|12
PAPSW|Paprika, sweet smoked|SPICE|tin|g|75:3.40 750:16.90|12
CUMIN|Cumin seed|SPICE|jar|g|60:2.90 500:10.80|12
CORIA|Coriander seed|SPICE|jar|g|50:2.60 500:9.20|12
CINNA|Ceylon cinnamon sticks|SPICE|jar|g|40:4.40 250:18.60|12
NUTMEG|Nutmeg, whole|SPICE|jar|g|50:4.90|12
VANIL|Bourbon vanilla pods|SPICE|tube|-|2=2 pods:7.90 10=10 pods:33.00|12
SAFFR|Saffron threads|SPICE|jar|g|1:7.20 5:32.50|10
CURRY|Madras curry powder|SPICE|tin|g|80:3.60 500:13.20|12
RASEL|Ras el hanout|SPICE|tin|g|70:4.20 500:17.40|12
OREG|Oregano, rubbed|SPICE|jar|g|20:2.40 250:11.80|12
THYME|Thyme, rubbed|SPICE|jar|g|25:2.40 250:12.60|12
BAYL|Bay leaves|SPICE|pkg|g|10:1.90 100:8.90|20
FLEUR|Fleur de sel|SPICE|jar|g|125:5.40 1KG:26.80|12
SMSALT|Smoked sea salt|SPICE|jar|g|120:4.90|12
SEASAL|Coarse sea salt|SPICE|bag|g|1KG:1.80 10KG:11.20|10
SALTSA|Salt sachet|SPICE|pc|g|1:0.0125|2000
CHILI|Chilli flakes|SPICE|jar|g|45:3.10 500:14.90|12
CARDA|Green cardamom|SPICE|jar|g|35:5.80 250:32.00|12
STARAN|Star anise|SPICE|jar|g|25:3.40 250:19.80|12
CLOVE|Cloves|SPICE|jar|g|40:3.90|12
TURME|Turmeric, ground|SPICE|tin|g|80:2.90 500:11.60|12
SUMAC|Sumac|SPICE|tin|g|70:3.80|12
DRYTOM|Sun-dried tomatoes in oil|ANTI|jar|g|280:4.60 1KG:13.90|6
ARTI|Grilled artichokes|ANTI|jar|g|280:5.90 1KG:18.60|6
OLKAL|Kalamata-style olives|ANTI|jar|g|300:4.20 2KG:21.50|6
OLGRE|Green olives with lemon|ANTI|jar|g|300:4.20 2KG:20.90|6
CAPER|Capers in salt|ANTI|jar|g|100:3.60 1KG:19.80|12
CORNI|Cornichons, extra fine|ANTI|jar|g|370:3.90 2KG:16.40|6
PEPERO|Peperoncini filled with cheese|ANTI|tray|g|1KG:15.80|4
SAUERK|Sauerkraut in wine|ANTI|tin|g|800:2.90 3KG:8.60|6
PICON|Pickled onions in balsamic|ANTI|jar|g|300:4.10|6
PIQUI|Piquillo peppers|ANTI|jar|g|220:4.80 2KG:29.00|12
KIMCHI|Kimchi|ANTI|jar|g|450:5.90|6
GRPEP|Grilled peppers|ANTI|jar|g|280:4.40 1KG:12.80|6
PORCI|Dried porcini|ANTI|pkg|g|40:6.20 500:58.00|12
MUSTDI|Dijon mustard|SAUCE|jar|g|200:2.60 1KG:7.90|12
MUSTGR|Wholegrain mustard|SAUCE|jar|g|200:2.80 1KG:8.60|12
PESTO|Pesto alla genovese|SAUCE|jar|g|180:4.90 1KG:19.80|6
PESTR|Pesto rosso|SAUCE|jar|g|180:4.70|6
PASSA|Tomato passata|SAUCE|bottle|g|700:2.30 5KG:11.20|12
PELATI|Peeled tomatoes|SAUCE|tin|g|400:1.40 2.5KG:6.10|24
AIOLI|Aioli|SAUCE|jar|g|190:3.80|6
HARIS|Harissa|SAUCE|tube|g|70:2.40 1KG:12.60|12
SOY|Soy sauce, naturally brewed|SAUCE|bottle|ml|150:3.20 1L:9.80|12
TAHIN|Tahini|SAUCE|jar|g|350:5.40|6
CHUTM|Mango chutney|SAUCE|jar|g|230:4.20 2KG:22.80|6
KETSA|Ketchup sachet|SAUCE|pc|g|15:0.0875|500
HORSE|Creamed horseradish|SAUCE|jar|g|145:2.70|12
TRUFMA|Truffle mayonnaise|SAUCE|jar|g|180:6.40|6
BBQ|Smoked barbecue sauce|SAUCE|bottle|ml|250:4.80 2L:26.40|6
JAMST|Strawberry jam|JAM|jar|g|340:3.90 5KG:31.00|6
JAMAP|Apricot jam|JAM|jar|g|340:3.90 5KG:31.00|6
JAMMINI|Breakfast jam, portion jar|JAM|pc|g|28:0.5850|48
MARMA|Seville orange marmalade|JAM|jar|g|340:4.40|6
LEMCUR|Lemon curd|JAM|jar|g|310:4.60|6
HONBL|Blossom honey|JAM|jar|g|250:4.90 500:8.60 5KG:62.00|6
HONHE|Heather honey|JAM|jar|g|250:7.20 500:12.90|6
HONPOR|Honey, portion cup|JAM|pc|g|20:0.3450|100
NUTNOU|Hazelnut nougat cream|JAM|jar|g|350:5.80 3KG:36.50|6
PEANUT|Peanut butter, crunchy|JAM|jar|g|340:4.30|6
MAPLE|Maple syrup, amber|JAM|bottle|ml|250:8.90 1L:29.50|6
FIGSPR|Fig mustard for cheese|JAM|jar|g|180:4.70|6
JAMRAS|Raspberry jam|JAM|jar|g|340:4.40 5KG:36.00|6
QUINCE|Quince jelly|JAM|jar|g|220:4.90|6
OATCK|Oatcakes|BISC|pkg|g|200:2.60|12
CRACK|Water crackers|BISC|pkg|g|150:2.20|12
GRISS|Grissini, hand stretched|BISC|pkg|g|200:2.90|12
CANTU|Cantuccini with almonds|BISC|pkg|g|200:3.90 1KG:14.80|12
AMARE|Amaretti, soft|BISC|pkg|g|180:4.60 1KG:18.90|10
STROOP|Stroopwafels|BISC|pkg|g|250:3.10|12
SHORT|All-butter shortbread|BISC|pkg|g|150:3.40 1KG:15.60|12
SPECU|Spiced biscuit, wrapped|BISC|pc|g|6:0.0640|300
GALET|Galettes bretonnes|BISC|tin|g|125:2.90 300:6.80|12
KNAECK|Rye crispbread|BISC|pkg|g|250:2.70|12
TARALL|Taralli with fennel|BISC|pkg|g|250:2.60|15
LEBK|Lebkuchen, assorted|BISC|tin|g|500:9.80|6
MELBA|Melba toast|BISC|pkg|g|100:1.80|12
FLORE|Florentines|BISC|pkg|g|200:6.20 1KG:27.40|10
CHEESB|Cheese sablés|BISC|pkg|g|120:3.90|12
CHOC70|Dark chocolate 70 %|SWEET|bar|g|100:2.90 1KG:17.40|10
CHOCML|Milk chocolate|SWEET|bar|g|100:2.70 1KG:16.20|10
CHOCWH|White chocolate|SWEET|bar|g|100:2.80 1KG:16.80|10
COUVER|Couverture drops 55 %|SWEET|bag|g|2.5KG:38.50|4
PRALI|Praliné assortment|SWEET|box|g|125:7.40 250:13.60 500:25.20|8
TRUFCH|Cocoa truffles|SWEET|box|g|200:6.90|12
MARZI|Marzipan bread|SWEET|pc|g|125:3.20 1KG:18.90|15
NOUGAT|White nougat with pistachio|SWEET|bar|g|100:4.20|12
LIQUO|Liquorice, salted|SWEET|bag|g|200:2.90 1KG:11.80|12
FUDGE|Sea salt fudge|SWEET|bag|g|150:3.60|12
CARAM|Caramels in paper|SWEET|bag|g|200:4.10 2KG:29.80|10
FRUITJ|Fruit jellies|SWEET|box|g|250:5.60|12
PISTAC|Pistachios, roasted|SWEET|bag|g|250:6.90 1KG:24.50|10
ALMSAL|Salted almonds|SWEET|bag|g|250:5.80 1KG:19.90|10
CANDOR|Candied orange peel in chocolate|SWEET|box|g|150:6.80|12
HAZELR|Hazelnuts, roasted|SWEET|bag|g|250:5.40 1KG:18.60|10
SARDO|Sardines in olive oil|FISH|tin|g|115:3.40|25
TUNAOL|Bonito del norte in olive oil|FISH|tin|g|110:4.60 900:29.50|12
ANCHO|Anchovy fillets|FISH|tin|g|50:4.80 500:34.00|25
MACKSM|Smoked mackerel fillets|FISH|tin|g|190:4.20|12
HERRIN|Matjes herring fillets|FISH|tub|g|400:6.90 2KG:28.50|6
ROLLM|Rollmops|FISH|jar|g|500:5.60|6
SALMSM|Smoked salmon, sliced|FISH|pkg|g|200:9.80 1KG:42.00|10
TROUTC|Trout caviar|FISH|jar|g|50:8.60 100:16.20|12
OCTO|Octopus in olive oil|FISH|tin|g|110:6.80|12
CRABM|North Sea shrimps, peeled|FISH|tub|g|500:24.80|6
SHRIMP|Cocktail prawns in brine|FISH|jar|g|300:5.90|6
BRATH|Fried herring in marinade|FISH|tin|g|500:4.40|12
GOUDA|Gouda|CHEESE|kg|-|6M=6 months:10.80 12M=12 months:13.90 24M=24 months:18.40|
COMTE|Comté|CHEESE|kg|-|12M=12 months:19.80 18M=18 months:24.50|
PARMI|Parmigiano Reggiano|CHEESE|kg|-|18M=18 months:18.90 24M=24 months:21.60 36M=36 months:27.80|
PECOR|Pecorino romano|CHEESE|kg|-|8M=8 months:17.20|
MANCH|Manchego|CHEESE|kg|-|6M=6 months:17.90 12M=12 months:21.40|
BRIEM|Brie de Meaux|CHEESE|pc|-|3KG=whole, 3 kg:44.50|
CAMEM|Camembert au lait cru|CHEESE|pc|g|250:4.40|6
ROQUE|Roquefort, half loaf|CHEESE|pc|-|HALF=1.3 kg:28.60|
STILT|Blue Stilton|CHEESE|kg|-|WED=wedge:21.80|
FETA|Feta in brine|CHEESE|tub|g|200:2.90 4KG:38.90|8
HALLO|Halloumi|CHEESE|pkg|g|225:3.30|12
BURRA|Burrata|CHEESE|pc|g|125:2.40|8
MOZZA|Buffalo mozzarella|CHEESE|pc|g|125:1.95|12
RICOT|Ricotta|CHEESE|tub|g|250:1.95 1.5KG:8.60|6
TILSIT|Holstein Tilsiter|CHEESE|kg|-|LOAF=loaf:11.40|
GOATL|Goat's cheese log|CHEESE|pc|g|1KG:13.80|2
PARMA|Prosciutto di Parma, boned|CHARC|kg|-|16M=16 months:24.80 24M=24 months:29.90|
SERRA|Jamón serrano, boned|CHARC|kg|-|12M=12 months:17.60|
IBERI|Jamón ibérico, sliced|CHARC|pkg|g|80:11.40|10
SALAM|Salami with fennel|CHARC|pc|g|300:6.90|10
CHORI|Chorizo picante|CHARC|pc|g|200:4.60 1.5KG:22.90|12
NDUJA|'Nduja|CHARC|jar|g|180:5.90|12
SPECK|South Tyrol speck|CHARC|kg|-|QTR=quarter:19.40|
KATEN|Holstein Katenschinken|CHARC|kg|-|WHL=whole:16.90|
BRESA|Bresaola|CHARC|kg|-|PCE=piece:31.50|
PATEC|Pâté de campagne|CHARC|jar|g|180:4.80|12
RILLE|Duck rillettes|CHARC|jar|g|180:5.60|12
MORTA|Mortadella with pistachio|CHARC|kg|-|HALF=half:12.40|
LANDJ|Landjäger, pair|CHARC|pc|g|100:1.85|20
COPPA|Coppa|CHARC|kg|-|PCE=piece:22.40|
APPLEJ|Apple juice, cloudy|DRINK|bottle|ml|200:0.92 1L:2.40|12
RHUBA|Rhubarb nectar|DRINK|bottle|ml|200:1.05 1L:2.90|12
ELDER|Elderflower syrup|DRINK|bottle|ml|250:3.60 700:7.80|6
TONIC|Tonic water|DRINK|bottle|ml|200:0.89|24
GINGB|Ginger beer|DRINK|bottle|ml|200:0.98|24
LEMONA|Organic lemonade|DRINK|bottle|ml|330:1.15|24
SPRING|Spring water, sparkling|DRINK|bottle|ml|250:0.48 750:0.84|20
TOMATJ|Tomato juice|DRINK|bottle|ml|200:0.99|12
VERJUS|Verjus|DRINK|bottle|ml|500:6.90|6
GRAPEJ|White grape juice|DRINK|bottle|ml|750:3.80|6
CRANB|Cranberry nectar|DRINK|bottle|ml|200:1.10 1L:3.20|12
HERBCO|Herb cola|DRINK|bottle|ml|330:1.05|24
RIESL|Riesling trocken|WINE|bottle|ml|750:7.90|6
GRAUB|Grauburgunder|WINE|bottle|ml|750:8.20|6
SPATB|Spätburgunder|WINE|bottle|ml|750:10.60|6
CHIAN|Chianti riserva|WINE|bottle|ml|750:11.80|6
RIOJA|Rioja crianza|WINE|bottle|ml|750:9.40|6
ALBAR|Albariño|WINE|bottle|ml|750:9.90|6
CREMAN|Crémant brut|WINE|bottle|ml|750:12.40|6
PROSE|Prosecco frizzante|WINE|bottle|ml|200:2.60 750:6.80|12
PORTT|Tawny port|WINE|bottle|ml|750:13.50|6
SHERFI|Fino sherry|WINE|bottle|ml|750:9.20|6
AQUAV|Caraway aquavit|WINE|bottle|ml|500:15.80|6
RUMPOT|Amber rum|WINE|bottle|ml|700:18.90|6
GINDRY|Dry gin|WINE|bottle|ml|500:19.80|6
VERMO|Red vermouth|WINE|bottle|ml|750:11.20|6
SAUVB|Sauvignon blanc|WINE|bottle|ml|750:8.80|6
PRIMI|Primitivo|WINE|bottle|ml|750:8.40|6
KIRSCH|Cherry brandy, clear|WINE|bottle|ml|500:17.60|6
NAPK|Napkins 40 cm, 3-ply|TABLE|pkg|-|WHT=white, 250 pcs:14.80 BLK=black, 250 pcs:16.20|8
PLATE|Palm leaf plate|TABLE|pkg|-|18=18 cm, 25 pcs:6.90 25=25 cm, 25 pcs:9.40|10
WOODF|Wooden fork|TABLE|pc|-|16=16 cm:0.0295|1000
CUPPA|Paper cup|TABLE|pkg|-|200=200 ml, 50 pcs:3.40 300=300 ml, 50 pcs:4.10|20
CUPLID|Lid for paper cup|TABLE|pkg|-|80=80 mm, 50 pcs:2.20|20
BOWLK|Kraft bowl with lid|TABLE|pkg|-|750=750 ml, 50 pcs:12.60|6
CANDLE|Dinner candle|TABLE|box|-|IVO=ivory, 50 pcs:18.40|4
SLATE|Slate serving board|TABLE|pc|-|30=30 × 20 cm:6.40|10
CARAFE|Water carafe|TABLE|pc|-|1L=1 l:7.80|6
PEPMIL|Pepper mill, beech|TABLE|pc|-|20=20 cm:16.90|6
APRON|Bistro apron|TABLE|pc|-|BLK=black:11.40 NAT=natural:11.40|10
PAPBAG|Carrier bag, kraft|TABLE|pc|-|32=32 cm:0.1120|250
GLASSW|Wine glass|TABLE|pc|-|35=35 cl:3.20 47=47 cl:3.80|6
STRAW|Paper straw|TABLE|pc|-|20=20 cm:0.0185|1000
TOWEL|Linen tea towel|TABLE|pc|-|NAT=natural:5.20|10
WAXPAP|Waxed cheese paper|TABLE|pkg|-|35=35 × 50 cm, 500 pcs:21.80|4
HAMPER|Hamper|GIFT|pc|-|KAPT="Kapitänskiste":48.00 FRUE="Frühstück am Deich":36.50 ITAL="Sonntag in Umbrien":59.00|
HAMPLG|Hamper, large|GIFT|pc|-|HANSE="Hansetafel":128.00|
BOXCOR|Company gift box with printed ribbon|GIFT|pc|-|S=small:22.50 M=medium:38.00|
BOARDC|Cheese board, cut and dressed|GIFT|pc|-|10=for 10 people:84.00 25=for 25 people:189.00|
TASTING|Wine and cheese tasting at the customer's|SERVICE|hour|-|H=per hour:85.00|
EXPRESS|Express delivery by van|SERVICE|trip|-|CITY=city:24.00 LAND=up to 100 km:68.00|
ENGRAVE|Engraving of slate boards|SERVICE|pc|-|PC=each:4.50|
TRAIN|Barista training|SERVICE|hour|-|H=per hour:72.00|
VOUCH|Tasting voucher|SERVICE|pc|-|50=50 euro:50.00|
"""

# VAT numbers that no office gives out
VAT = {
    "DE": "DE0########", "FR": "FR##000######", "GB": "GB000######", "NL": "NL000######B01",
    "DK": "DK0#######", "ES": "ESB00######", "IT": "IT000########", "PL": "PL000#######",
}  # fmt: skip
