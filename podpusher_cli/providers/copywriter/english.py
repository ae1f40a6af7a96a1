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
        "know think don't i'm it's can't won't isn't that's you're i'll let's ever never always probably really best better world "
        "world's life one two first last late sorry running paused sitting straight outta stay wild good great happy every each much many "
        "come came take took keep kept need needs want wants love loves loved live lives first than thing things way today tomorrow"
    ),
    nouns={
        "tee": Noun("Shirt", "this shirt", ("shirt", "tee", "t-shirt")),
        "sweatshirt": Noun("Sweatshirt", "this sweatshirt", ("sweatshirt", "crewneck", "sweater")),
        "hoodie": Noun("Hoodie", "this hoodie", ("hoodie", "hooded sweater", "pullover")),
        "longsleeve": Noun("Long Sleeve Shirt", "this long sleeve shirt", ("long sleeve", "shirt", "longsleeve tee")),
        "tank": Noun("Tank Top", "this tank top", ("tank top", "tank", "sleeveless top")),
        "baby": Noun("Baby Bodysuit", "this baby bodysuit", ("baby bodysuit", "baby outfit", "baby gift")),
        "mug": Noun("Mug", "this mug", ("mug", "coffee mug", "cup")),
        "poster": Noun("Poster", "this poster", ("poster", "wall art", "print")),
        "tote": Noun("Tote Bag", "this tote bag", ("tote bag", "tote", "shopping bag")),
        "cap": Noun("Hat", "this hat", ("hat", "cap")),
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
        "outdoors": topic("outdoor lovers", "hiking {t}, camping {t}, nature lover gift, outdoor gift"),
        "fishing": topic("anglers", "fishing {t}, fishing gift, angler gift, fisherman {t}"),
        "fitness": topic("gym lovers", "gym {t}, workout {t}, fitness gift, gym lover gift"),
        "yoga": topic("yogis", "yoga {t}, yoga gift, yoga teacher gift, mindful {t}"),
        "music": topic("music lovers", "music lover {t}, musician gift, band {t}, music gift"),
        "gaming": topic("gamers", "gamer {t}, gamer gift, gaming {t}, video game gift"),
        "cooking": topic("home cooks", "chef {t}, cooking gift, foodie gift, baker gift"),
        "travel": topic("travelers", "travel {t}, travel gift, wanderlust {t}, vacation {t}"),
        "beach": topic("beach lovers", "beach {t}, summer {t}, ocean lover gift, vacation {t}", "a summer holiday"),
        "christmas": topic("Christmas lovers", "christmas {t}, christmas gift, holiday {t}, xmas {t}", "Christmas"),
        "halloween": topic("Halloween lovers", "halloween {t}, spooky season, fall {t}, halloween gift", "Halloween"),
        "birthday": topic("birthday girls and boys", "birthday {t}, birthday party {t}, birthday crew"),
        "wedding": topic("brides and their friends", "bride {t}, bachelorette {t}, wedding gift, bridal party", "the wedding"),
        "retired": topic("retirees", "retirement {t}, retirement gift, retired {t}", "the retirement party"),
        "introvert": topic("introverts", "introvert {t}, introvert gift, antisocial {t}, homebody {t}"),
        "coder": topic("programmers", "programmer {t}, coder gift, developer {t}, tech gift"),
        "engineer": topic("people with tools", "engineer {t}, engineer gift, mechanic gift, handyman {t}"),
        "crafts": topic("makers", "crafter {t}, craft lover gift, maker gift, knitting gift"),
        "cycling": topic("cyclists", "cycling {t}, cyclist gift, bike {t}, bicycle gift"),
        "motorcycle": topic("bikers", "biker {t}, motorcycle {t}, biker gift"),
        "beer": topic("beer lovers", "beer {t}, beer lover gift, brewery {t}, craft beer gift"),
        "wine": topic("wine lovers", "wine {t}, wine lover gift, wine tasting {t}"),
        "horse": topic("horse lovers", "horse {t}, horse lover gift, western {t}, equestrian gift"),
        "sister": topic("families", "family {t}, sibling gift, family gift"),
        "love": topic("couples", "couple {t}, anniversary gift, couple gift", "Valentine's Day"),
        "graduate": topic("students and graduates", "graduation gift, student {t}, grad {t}, college {t}", "graduation"),
        "golf": topic("golfers", "golf {t}, golfer gift, golf lover gift"),
        "tennis": topic("tennis and pickleball players", "tennis {t}, pickleball {t}, tennis gift"),
        "football": topic("soccer fans", "soccer {t}, soccer gift, game day {t}", "the next game"),
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
        "{idea} {noun}, Original Gift Idea",
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
        "{idea}. Say no more: the conversation starts by itself.",
        "For everyone who has said it before and will say it again: {idea}.",
    ),
    hooks_picture=(
        "{this} features our own design, {idea}.",
        "{idea}: a design of our own, ready to be seen.",
    ),
    gifts=(
        "A great gift for {audience}: for a birthday, for {occasion}, or for no reason at all.",
        "Looking for something for {audience}? It works for a birthday as well as for {occasion}.",
        "If someone came to mind just now, it is theirs already. Keep it for {occasion} or the next birthday.",
    ),
    gifts_simple=(
        "A great gift for {audience}: for a birthday, or for no reason at all.",
        "Looking for something for {audience}? This one will not stay in a drawer.",
        "If someone came to mind just now, it is theirs already.",
    ),
    gifts_plain=(
        "A great gift for a birthday, the holidays, or simply to say that you thought of someone.",
        "Keep it for yourself, or give it to whoever came to mind first.",
        "It makes an easy present: personal enough to be remembered, simple enough for every day.",
    ),
    styles={
        "stacked": "The words are stacked in bold lettering.",
        "arched": "The lettering is set on an arch.",
        "badge": "The lettering runs around a badge.",
        "retro": "The lettering stands on retro stripes.",
        "distressed": "The lettering has a worn, faded look.",
        "banner": "The lettering sits on a ribbon.",
    },
    style_tags={
        "stacked": ("bold text {t}", "bold lettering"),
        "arched": ("arched lettering", "classic {t}"),
        "badge": ("badge design", "emblem {t}"),
        "retro": ("retro {t}", "70s style {t}"),
        "distressed": ("distressed {t}", "worn look {t}"),
        "banner": ("old school {t}", "ribbon design"),
    },
    words=("{w} {t}", "{w} gift"),
    tags=listed(
        "graphic {t}, birthday gift, gift for friend, gift idea, gift for her, gift for him, unique gift, coworker gift, best friend gift, "
        "holiday gift, casual {t}, everyday {t}, conversation piece, gift for women, gift for men, thank you gift, just because gift, "
        "stocking stuffer, original design, small shop gift"
    ),
    tags_lettered=listed("quote {t}, slogan {t}, statement {t}, saying {t}, typography {t}, word art {t}"),
    hers=words_of("mom mothers mother grandma granny her women girl bride bridal wife"),
    his=words_of("dad fathers father grandpa him men boy husband"),
    details="Details:",
    material="Material: {materials}",
    sizes="Sizes: {sizes}",
    made=(
        "Printed to order: yours is made after you buy it.",
        "Made to order, one at a time, after your purchase.",
    ),
    choose="Pick your size above before you add it to the cart.",
    contact=(
        "A question before you order? Send a message.",
        "Write to us if anything is unclear; we are glad to help.",
    ),
    alt_lettered="{noun} with the words {idea}",
    alt_picture="{noun} with a picture on the theme {idea}",
    disclosure="About the design: the artwork was made with the help of an AI image tool from our own idea, then chosen and prepared "
    "for print by us.",
)  # fmt: skip
