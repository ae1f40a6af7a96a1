"""What is only pictured or likened: a bear in a leather jacket, a voice like silk, a hoodie to go with it."""

from __future__ import annotations

from itertools import pairwise

from podpusher_cli.core.content.facts import Known
from podpusher_cli.core.content.lists import Entry
from podpusher_cli.core.content.phrases import Hit
from podpusher_cli.core.content.reading import Reading


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LIKE = _words("like as than wie als comme que como tipo estilo effet efecto aspect aspecto look imitation imitacion")
_LIKENESS = _words(
    "like look looking style effect print printed pattern patterned texture textured inspired feel optik look muster effekt"
    " imitat imitation effet motif imprime efecto estampado imitacion tone coloured colored color colour"
)
_SUBJECT = _words(
    "lover lovers farmer farmers field fields plant plants flower flowers ball balls yarn worker workers craft crafter crafts road"
    " moth moths worm worms sheep harvest gin lady queen addict fan fans goddess fairy dragon jacket boots boot armor armour"
    " shop store maker making weaver spinner collector picking picker art artist teacher class dealer hoarder stash"
    " liebhaber liebhaberin sammler amante amantes fan aficionado passionne feld pflanze campo planta champ fleur"
)
_WEARING = _words(
    "wearing wears wear holding holds with in trägt tragt mit im avec portant porte qui en con lleva llevando vestido dressed"
)
_ARTICLE = _words("a an his her their the one ein eine einem einer einen un una une sa son su")
_MADE = _words(
    "made crafted built woven knit knitted sewn printed cut manufactured hecho hecha hechos hechas fabricado fabricada confeccionado"
    " confeccionada elaborado elaborada fabrique fabriquee fait faite confectionne confectionnee realise imprime imprimee impreso"
    " impresa gedruckt bedruckt stretched tendue aus gefertigt hergestellt"
    " fiber fibre fibres fibra fibras faser fasern material fabric tela tejido tissu stoff matiere materiau"
)
_STRESS = _words(
    "% solid real genuine pure premium luxury luxurious organic stainless authentic fine finest soft softest durable quality natural"
    " echtes echtem echter massives massivem puro pura autentico autentica veritable vrai massif massive premium hochwertiges"
    " hochwertigem reines recycled blended blend combed brushed natural naturel naturliche"
)
_STUFF = _words(
    "fabric fibers fibres fiber fibre blend mix material shirt tee tees tshirt t hoodie sweatshirt sweater mug cup frame handle lid"
    " poster tote bag cap hat blanket stoff gewebe mischung mezcla tela tejido tissu melange camiseta taza sudadera tasse shirts tank"
    " garment clothing apparel fill lining lined base blended feel top"
)
_PARTS_OF_IT = _words(
    "frame lid handle base hanger box rim marco tapa asa cadre couvercle anse rahmen deckel griff henkel"
)
_COLOURS = _words("gold silver copper marble denim metal")
_BESIDE = _words(
    "matching match matches pairs pair with under over layer layered also other more check goes go beyond besides like than not wear"
    " passend passt auch andere unter uber dazu mit sowie ohne weitere tambien combina con bajo debajo encima sobre otros otras conjunto juego"
    " aussi avec sous sur assorti assortie autres et combine shop see instead jacket"
)
_OFFERING = _words(
    "this our these the ceramic oz funny custom personalized diese dieser dieses este esta ce cette gift geschenk regalo cadeau"
)
_CLOTHES = frozenset(("tee", "longsleeve", "hoodie", "sweatshirt", "tank", "baby"))
_ALSO: dict[str, frozenset[str]] = {
    "tee": _words("shirt"),
    "shirt": _words("tee longsleeve tank polo"),
    "hoodie": _words("sweatshirt shirt"),
    "sweatshirt": _words("longsleeve shirt"),
    "longsleeve": _words("tee shirt"),
    "tank": _words("tee shirt"),
    "polo": _words("tee shirt"),
    "baby": _words("shirt"),
    "dress": _words("shirt"),
    "pajamas": _words("shirt"),
}
"""What a thing may be called besides."""
_HELD = frozenset(
    "mug poster tumbler blanket pillow necklace notebook puzzle socks cap towel sticker apron dress jacket".split()  # noqa: SIM905
)
_NEAR, _NEARER = 5, 3


def is_material_claim(reading: Reading, hit: Hit[Entry]) -> bool:
    """Whether the text says that the product is made of it."""
    before, after = reading.before(hit, _NEAR), reading.after(hit, 2)
    if reading.negated(hit) or not _LIKE.isdisjoint(before[:2]) or not _LIKENESS.isdisjoint(after[:1]):
        return False
    if not _SUBJECT.isdisjoint(after[:1]) or (_is_worn(before) and _PARTS_OF_IT.isdisjoint(after[:1])):
        return False
    if hit.entry.section == "material" and reading.field != "idea":
        return True
    if hit.entry.key in _COLOURS:
        return not _MADE.isdisjoint(before[:_NEARER]) or not _STRESS.isdisjoint(before[:1])
    return (
        not _MADE.isdisjoint(before[:_NEARER]) or not _STRESS.isdisjoint(before[:1]) or not _STUFF.isdisjoint(after[:1])
    )


def _is_worn(before: list[str]) -> bool:
    """`wearing a (red) silk …`, `in her silk …`: an article and the wearing before it."""
    pairs = pairwise(before[:3])
    return any(article in _ARTICLE and verb in _WEARING for article, verb in pairs)


def names_another_thing(reading: Reading, hit: Hit[Entry], known: Known) -> bool:
    """Whether the text offers the product as another kind of thing than the facts do."""
    kinds = {key for section, key in known.keys if section == "garment"}
    kinds = kinds - {"shirt"} or kinds  # a T-shirt is named more closely than a shirt
    key = hit.entry.key
    if not kinds or any(key in _ALSO.get(kind, ()) for kind in kinds):
        return False
    before, after = reading.before(hit, _NEAR), reading.after(hit, 2)
    if reading.negated(hit) or _is_worn(before) or not _BESIDE.isdisjoint(before[:_NEARER]):
        return False
    if not {"lover", "lovers", "addict", "weather", "season", "and", "liebhaber"}.isdisjoint(after[:1]):
        return False
    return not (key in _HELD and kinds & _CLOTHES and not _offers(reading, hit))


def _offers(reading: Reading, hit: Hit[Entry]) -> bool:
    """Whether it stands where the thing for sale is named: at a clause's end or start, or after `this` and its like."""
    before, after = reading.before(hit, 2), reading.after(hit, 1)
    at_end = not after and reading.field == "title"
    return reading.field == "tag" or not before or at_end or not _OFFERING.isdisjoint(before)
