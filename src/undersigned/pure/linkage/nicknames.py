"""Short and long forms of first names: English ones of the package `nicknames`, Spanish ones here.

The package's list is open data of many hands (github.com/carltonnorthern/nicknames, Apache-2.0);
the list here holds Spanish hypocoristics in common use, and the English names that bearers of
Spanish names use beside their own (docs/open-data/linkage.md § Keys).

Limits: two short forms of one long name may not know each other.
"""

from collections import defaultdict
from functools import cache

from nicknames import NickNamer

SEVERAL = 4  # short forms

SPANISH = """
adelaida: lala
agustin: tino agus gus
alberto: beto tito albert bert al
alejandra: ale alex jandra sandra alexandra
alejandro: ale alex jandro alexander
alfonso: poncho fonso al
alfredo: fredo alfred fred al
alicia: licha alice ali
ana: anita annie anna ann
andres: andy andrew
angel: angelito
antonia: tona tonia toni
antonio: tono tony tonio anthony
armando: mando
arturo: turo arthur art
aurelio: yeyo
beatriz: bety betty bea triz beatrice
benjamin: benja
bernardo: nardo bernard
carlos: carlitos charlie charles carlo
carmen: carmela carmelita menchu
catalina: cata lina catherine cathy
cecilia: ceci chila
concepcion: concha conchita chona connie
consuelo: chelo connie
cristina: cris tina christina
cristobal: cris toba christopher chris
daniel: dani danny
david: davi
diego: dieguito
dolores: lola lolita loli
domingo: mingo
eduardo: lalo edu eddie edward ed guayo
elena: nena helen
elizabeth: eli
emilio: milo emil
enrique: quique kike quico henry rick
enriqueta: queta
ernesto: neto ernest ernie
esperanza: lancha hope
esteban: teban stephen steven steve
eugenia: quena geni
eugenio: geno eugene
federico: fede lico fred frederick
felipe: pipe lipe phil philip phillip
fernanda: fer nanda
fernando: fer nando ferdinand
florencia: flor
francisca: paca pancha panchita frances fran
francisco: paco pancho kiko curro quico frank francis
gabriel: gabi gabe
gabriela: gabi gaby
gerardo: lalo gerard gerry jerry
gilberto: beto gil gilbert
graciela: chela grace
gregorio: goyo greg gregory
guadalupe: lupe lupita pita
guillermina: mina guille
guillermo: memo guille guillo william bill will willie
gustavo: tavo gus
hector: tito
heriberto: beto herbert
hernando: nando
humberto: beto
ignacio: nacho ignatius
isabel: chabela isa bela elizabeth
ismael: mayo
jaime: jimmy james jim
javier: javi xavier
jesus: chuy chucho jesse jess
joaquin: quino
jorge: coque george
jose: pepe chepe che joe joseph joey josecito
josefa: pepa
josefina: fina pepa chepina josephine josie
juan: juanito juancho john johnny
juana: juanita jane
julian: juli
julio: julito julius
leonardo: leo leonard
leopoldo: polo
leticia: lety letty
lorenzo: lencho larry lawrence
lourdes: lulu
lucia: lucy lucha
luis: lucho wicho louis lou louie luisito
luisa: luisita louise
luz: lucha lucita
manuel: manolo manny manolito meme
manuela: manola
marcos: mark marcus
margarita: marga mago margaret maggie rita margie
maria: mari mary marita maruja
martin: tin marty
mauricio: mau maurice
mercedes: meche merche
miguel: micky mike michael miguelito
monica: moni
natividad: nati
nicolas: nico nick nicholas colas
octavio: tavo
pablo: pablito paul
patricia: paty pati patty pat trish
paulina: pau
pedro: perico pedrito peter pete
pilar: pili
rafael: rafa rafi ralph ray
ramon: moncho mon raymond ray
raquel: quela rachel
raul: ralph rulo
ricardo: rica ricky rick richard
roberto: beto robert bob bobby tito rob
rocio: chio
rodolfo: fito rudy rudolph
rodrigo: rodri rigo
rogelio: roger
rolando: rolo roland
rosa: rosita rosi rose
rosario: chayo charo
salvador: chava salva sal
samuel: sami
santiago: santi chago diego james
sebastian: sebas
sergio: checo
silvia: chiva sylvia
socorro: coco
susana: susi susan
teodoro: teo theodore ted
teresa: tere teresita theresa terry
tomas: tom thomas tommy
trinidad: trini
valentina: vale
veronica: vero ronnie
vicente: chente vincent vince
victor: vic
victoria: vicky
violeta: viole
virginia: vicky gina
yolanda: yoli yola
"""


@cache
def related(name: str) -> frozenset[str]:
    """Names that are a short or a long form of this one, in either direction; without itself."""
    lookup = _lookup()
    return frozenset(lookup.nicknames_of(name) | lookup.canonicals_of(name)) - {name}


@cache
def root(name: str) -> str:
    """One formal name for all its short forms, as far as one can tell: bob and rob are robert.

    Of the names it may be short for, the one with the most short forms; a name with several of
    its own is its own root. Used to find candidates, never to score them.
    """
    lookup = _lookup()
    if len(lookup.nicknames_of(name)) >= SEVERAL:
        return name
    formal = lookup.canonicals_of(name) | {name}
    return max(sorted(formal), key=lambda one: len(lookup.nicknames_of(one)))


@cache
def _lookup() -> NickNamer:
    table = defaultdict(set, NickNamer.default_lookup())
    for line in SPANISH.strip().splitlines():
        long, _, short = line.partition(": ")
        table[long] |= set(short.split())
    return NickNamer(nickname_lookup=table)
