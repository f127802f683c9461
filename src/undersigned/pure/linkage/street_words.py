"""The words of addresses: street types, directions, units, numbers.

Street types and directions follow USPS Publication 28, § B (directionals) and § C1 (suffixes).

Limits: English words, and the commonest Spanish ones for units.
"""

from undersigned.pure.linkage.letters import listed


def _forms(lines: str, kept: int) -> dict[str, str]:
    """Every form of a line, with the one of them that is kept."""
    rows = [line.split() for line in lines.strip().splitlines()]
    return {form: row[min(kept, len(row) - 1)] for row in rows for form in row}


WAYS = _forms(
    """
aly alley allee ally
anx annex anex
arc arcade
ave avenue av aven avenu avn avnue
bnd bend
blf bluff
blvd boulevard boul boulv bl blv
br branch brnch
brg bridge
brk brook
byp bypass bypa
cir circle circ circl crcl crcle
clb club
cmn common
cmns commons
cor corner
cors corners
crse course
ct court crt
cts courts
cv cove
crk creek
cres crescent crsent crsnt
xing crossing crssng
curv curve
dl dale
dr drive drv driv
dm dam
ests estates est
expy expressway exp expr express expw
ext extension extn
flds fields fld field
frst forest
frk fork
fwy freeway freewy frwy
gdn garden grden
gdns gardens grdns
gtwy gateway
gln glen
grn green
grv grove grov
hbr harbor harb
hvn haven
hts heights ht
hwy highway highwy hiway hiwy hway
hl hill
hls hills
holw hollow hllw
is island islnd isle
jct junction jction junctn
knl knoll knol
knls knolls
lk lake
lks lakes
lndg landing lndng
ln lane la
lp loop loops
mall
mnr manor
mdw meadow
mdws meadows medows
ml mill
mls mills
mtwy motorway
mt mount mountain mtn
nck neck
orch orchard
ovl oval
prk park
pkwy parkway parkwy pkway pky pkwys
pass
pth path paths
pk pike pikes
pne pine
pl place
pln plain
plns plains
plz plaza plza
pt point
pts points
prt port
prom promenade
radl radial
ramp
rnch ranch
rpds rapids
rst rest
rdg ridge rdge
riv river
rd road
rds roads
rte route
row
run
shr shore
shrs shores
skwy skyway
spg spring
spgs springs
spur
sq square sqr sqre squ
sta station
strm stream
st street str strt
smt summit
ter terrace terr
trce trace
trl trail trails
trlr trailer
tunl tunnel
tpke turnpike trnpk tpk
un union
vly valley
via viaduct
vw view
vws views
vlg village vill
vis vista vist vst
wk walk walks
wy way
wls wells
""",
    kept=1,  # the word in full: inside a name it may stand so
)

# after these a street's name is over, whatever follows
CLEAR_WAYS = listed(
    """
    street avenue road drive boulevard lane court circle place terrace way parkway highway
    trail square turnpike expressway
    """
)

DIRECTIONS = _forms(
    """
n north no nth
s south so sth
e east
w west
ne northeast
nw northwest
se southeast
sw southwest
""",
    kept=0,
)

UNITS = listed(
    """
    apt apartment aptmt unit ste suite rm room lot spc space bldg building fl floor flr flat
    dept slip num trlr apto depto piso no
    """
)
# units that need no number after them
PLACES = listed(
    """
    bsmt basement rear front frnt upper uppr lower lowr ph side penthouse upstairs
    downstairs half left right
    """
)
PLACE = {"basement": "bsmt", "frnt": "front", "uppr": "upper", "lowr": "lower", "penthouse": "ph"}

# at the start of a name, where an abbreviation stands for a word
ABBREVIATED = {"ft": "fort", "gen": "general", "mlk": "martinlutherking", "st": "saint"}
ABBREVIATED |= {"co": "county", "cnty": "county", "cr": "countyroad", "sr": "stateroute"}
SILENT = frozenset(["the", "jr", "dr", "rev"])  # said or left out at will: Dr M L King Jr Blvd

ONES = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
TEENS = ["tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"]
TEENS += ["seventeenth", "eighteenth", "nineteenth"]
ORDINALS = {word: number for number, word in enumerate([*ONES, *TEENS]) if word}
ORDINALS |= {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
CARDINALS = {word: str(number) for number, word in enumerate(NUMBERS) if number}

STATES = listed(
    """
    al ak az ar ca co ct dc de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd
    ne nh nj nm nv ny oh ok or pa pr ri sc sd tn tx ut va vt wa wi wv wy
    """
)
STATE_NAMES = listed(
    """
    alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware,
    florida, georgia, hawaii, idaho, illinois, indiana, iowa, kansas, kentucky, louisiana,
    maine, maryland, massachusetts, michigan, minnesota, mississippi, missouri, montana,
    nebraska, nevada, ohio, oklahoma, oregon, pennsylvania, tennessee, texas, utah, vermont,
    virginia, washington, wisconsin, wyoming, new hampshire, new jersey, new mexico, new
    york, north carolina, north dakota, rhode island, south carolina, south dakota, west
    virginia, puerto rico, district of columbia
    """,
    by=",",
)
