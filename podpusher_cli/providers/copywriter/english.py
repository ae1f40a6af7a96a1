"""English listings."""

from __future__ import annotations

from podpusher_cli.providers.copywriter.language import Language, Noun, listed, topic, words_of

ENGLISH = Language(
    code="en",
    title_case=True,
    quotes=("“", "”"),
    stop=words_of(
        "a about after all also am an and any are as at be because been before being but by can could did do does doing "
        "done don for from full get go going got had has have having he her here hers him his how i if in into is isn "
        "it its just let like made make me more most my no not now of off on only or our out over own so some still "
        "such than that the their them then there these they this those time to too under until up us very was we were "
        "what when where which while who whom why will willing with without would yes you your yours ask say says said "
        "know think don't i'm it's can't won't isn't that's you're i'll let's ever never always probably really"
    ),
    nouns={
        "tee": Noun("Shirt", "this shirt", ("shirt", "tee", "t-shirt")),
        "sweatshirt": Noun("Sweatshirt", "this sweatshirt", ("sweatshirt", "crewneck", "sweater")),
        "hoodie": Noun("Hoodie", "this hoodie", ("hoodie", "hooded sweater", "pullover")),
        "longsleeve": Noun("Long Sleeve Shirt", "this long sleeve shirt", ("long sleeve", "shirt", "longsleeve tee")),
        "tank": Noun("Tank Top", "this tank top", ("tank top", "tank", "summer top")),
        "baby": Noun("Baby Bodysuit", "this baby bodysuit", ("baby bodysuit", "baby outfit", "baby gift")),
        "mug": Noun("Mug", "this mug", ("mug", "coffee mug", "cup")),
        "poster": Noun("Poster", "this poster", ("poster", "wall art", "print")),
        "tote": Noun("Tote Bag", "this tote bag", ("tote bag", "tote", "shopping bag")),
        "cap": Noun("Hat", "this hat", ("hat", "cap", "headwear")),
        "thing": Noun("Gift", "this piece", ("gift", "present", "keepsake")),
    },
    topics={
        "nurse": topic("nurses", "nurse {t}, nurse gift, nurse life, nursing student", "Nurses Week"),
        "teacher": topic("teachers", "teacher {t}, teacher gift, teacher life, back to school", "the end of the school year"),
        "doctor": topic("doctors", "doctor {t}, doctor gift, med school gift"),
        "mom": topic("moms", "mom {t}, gift for mom, mothers day gift, mom life", "Mother's Day"),
        "dad": topic("dads", "dad {t}, gift for dad, fathers day gift, dad life", "Father's Day"),
        "grandma": topic("grandmas", "grandma {t}, gift for grandma, granny gift, new grandma", "Mother's Day"),
        "grandpa": topic("grandpas", "grandpa {t}, gift for grandpa, new grandpa gift", "Father's Day"),
        "dog": topic("dog lovers", "dog lover {t}, dog lover gift, dog mom, dog dad, dog owner gift"),
        "cat": topic("cat lovers", "cat lover {t}, cat lover gift, cat mom, cat dad, cat owner gift"),
        "plant": topic("plant lovers", "plant lover {t}, plant lover gift, gardening gift, gardener {t}"),
        "coffee": topic("coffee lovers", "coffee lover {t}, coffee lover gift, caffeine addict"),
        "tea": topic("tea lovers", "tea lover {t}, tea lover gift, tea time"),
        "book": topic("book lovers", "book lover {t}, book lover gift, bookish {t}, reading gift, bookworm"),
        "outdoors": topic("people who would rather be outside", "hiking {t}, camping {t}, nature lover gift, outdoor gift"),
        "fishing": topic("anglers", "fishing {t}, fishing gift, angler gift, fisherman {t}"),
        "fitness": topic("people who train", "gym {t}, workout {t}, fitness gift, gym lover gift"),
        "yoga": topic("yoga people", "yoga {t}, yoga gift, yoga teacher gift, mindful {t}"),
        "music": topic("music lovers", "music lover {t}, musician gift, band {t}, music gift"),
        "gaming": topic("gamers", "gamer {t}, gamer gift, gaming {t}, video game gift"),
        "cooking": topic("people who cook", "chef {t}, cooking gift, foodie gift, baker gift"),
        "travel": topic("travelers", "travel {t}, travel gift, wanderlust {t}, vacation {t}"),
        "beach": topic("beach people", "beach {t}, summer {t}, ocean lover gift, vacation {t}", "a summer holiday"),
        "christmas": topic("Christmas people", "christmas {t}, christmas gift, holiday {t}, xmas {t}", "Christmas"),
        "halloween": topic("Halloween people", "halloween {t}, spooky season, fall {t}, halloween gift", "Halloween"),
        "birthday": topic("birthday people", "birthday {t}, birthday party {t}, birthday girl, birthday boy"),
        "wedding": topic("brides and their friends", "bride {t}, bachelorette {t}, wedding gift, bridal party", "the wedding"),
        "retired": topic("retirees", "retirement {t}, retirement gift, retired {t}", "the retirement party"),
        "introvert": topic("introverts", "introvert {t}, introvert gift, antisocial {t}, homebody {t}"),
        "coder": topic("programmers", "programmer {t}, coder gift, developer {t}, tech gift"),
        "engineer": topic("people who fix things", "engineer {t}, engineer gift, mechanic gift, handyman {t}"),
        "crafts": topic("makers", "crafter {t}, craft lover gift, maker gift, knitting gift"),
        "cycling": topic("cyclists", "cycling {t}, cyclist gift, bike {t}, bicycle gift"),
        "motorcycle": topic("bikers", "biker {t}, motorcycle {t}, biker gift"),
        "beer": topic("beer lovers", "beer {t}, beer lover gift, brewery {t}, craft beer gift"),
        "wine": topic("wine lovers", "wine {t}, wine lover gift, wine tasting {t}"),
        "horse": topic("horse people", "horse {t}, horse lover gift, western {t}, equestrian gift"),
        "sister": topic("the whole family", "family {t}, sibling gift, aunt gift, uncle gift"),
        "love": topic("people in love", "couple {t}, anniversary gift, gift for her, gift for him", "Valentine's Day"),
        "graduate": topic("students and graduates", "graduation gift, student {t}, grad {t}, college {t}", "graduation"),
        "golf": topic("players", "golf {t}, tennis {t}, sports gift, golfer gift"),
        "football": topic("soccer people", "soccer {t}, soccer gift, soccer mom {t}, game day {t}", "the next game"),
        "space": topic("stargazers", "space {t}, astronomy gift, moon {t}, science {t}"),
    },
    titles=(
        "{idea} {noun}, Gift for {audience}",
        "{idea} {noun} for {audience}",
        "{idea} {noun}, Gift for {occasion}",
        "{idea} {noun}, Present for {audience}",
    ),
    titles_plain=(
        "{idea} {noun}, Gift Idea for Friends",
        "{idea} {noun}, Birthday Gift Idea",
        "{idea} {noun}, Everyday Statement Piece",
        "{idea} {noun}, Just Because Gift",
    ),
    hooks=(
        "{idea} – for {audience} who would say it out loud anyway.",
        "Made for {audience}: {this} says {idea}, and those who know will nod.",
        "{this} is for {audience}. It says {idea} and leaves nothing to explain.",
        "There are {audience}, and there are the ones who mean it. {idea} is for the second kind.",
    ),
    hooks_plain=(
        "{idea} – if that sounds like you, or like somebody you know, here it is.",
        "{this} says {idea}, so that nobody has to ask.",
        "{idea}. A few words, set large, and the conversation starts by itself.",
        "For everyone who has said it before and will say it again: {idea}.",
    ),
    hooks_picture=(
        "{this} carries our own design, {idea}.",
        "{idea}: a design of our own, ready to be seen.",
    ),
    gifts=(
        "A good present for {audience}: for a birthday, for {occasion}, or for no reason at all.",
        "Looking for something for {audience}? It suits a birthday as well as {occasion}.",
        "If you know {audience}, you know whose it is. Keep it in mind for {occasion} or the next birthday.",
    ),
    gifts_simple=(
        "A good present for {audience}: for a birthday, or for no reason at all.",
        "Looking for something for {audience}? This one will not stay in a drawer.",
        "If you know {audience}, you know whose it is.",
    ),
    gifts_plain=(
        "A good present for a birthday, the holidays, or simply to say that you thought of someone.",
        "Keep it for yourself or give it to the friend you thought of when you read it.",
        "It makes an easy present: personal enough to be remembered, simple enough for every day.",
    ),
    styles={
        "stacked": "The words are stacked in bold lettering.",
        "arched": "The lettering is set on an arch.",
        "badge": "The lettering runs round a badge.",
        "retro": "The lettering stands on retro stripes.",
        "distressed": "The lettering is worn, as if it had been washed for years.",
        "banner": "The lettering sits on a ribbon.",
    },
    style_tags={
        "stacked": ("bold text {t}", "typography {t}"),
        "arched": ("arched lettering", "classic {t}"),
        "badge": ("badge design", "emblem {t}"),
        "retro": ("retro {t}", "70s style {t}"),
        "distressed": ("distressed {t}", "worn look {t}"),
        "banner": ("old school {t}", "ribbon design"),
    },
    words=("{w} {t}", "{w} gift"),
    tags=listed(
        "graphic {t}, statement {t}, birthday gift, gift for friend, gift idea, quote {t}, slogan {t}, gift for her, gift for him, "
        "unique gift, funny saying, coworker gift, best friend gift, holiday gift, casual {t}, everyday {t}, conversation piece, "
        "gift for women, gift for men, thank you gift, just because gift, stocking filler"
    ),
    details="Details",
    material="Material: {materials}",
    sizes="Sizes: {sizes}",
    made=(
        "Printed to order: yours is made after you buy it.",
        "Made to order, one at a time, after your purchase.",
    ),
    choose="Choose size and color above before you add it to the cart.",
    contact=(
        "A question before you order? Send a message.",
        "Write to us if anything is unclear; we are glad to help.",
    ),
    disclosure="About the design: the artwork was made with the help of an AI image tool from our own idea, then chosen and prepared "
    "for print by us.",
)  # fmt: skip
