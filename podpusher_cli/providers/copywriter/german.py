"""German listings."""

from __future__ import annotations

from podpusher_cli.providers.copywriter.language import Language, Noun, listed, topic, words_of

GERMAN = Language(
    code="de",
    title_case=False,
    quotes=("„", "“"),
    stop=words_of(
        "ab aber alle alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein deine dem den denn der des dich die "
        "dir doch du durch ein eine einem einen einer eines er es etwas euch euer für gegen gehabt hab habe haben hast hat hatte hier "
        "hin ich ihm ihn ihr ihre im immer in ins ist ja jede jeder jedes jetzt kann kein keine könnte mal man mehr mein meine meinen "
        "mich mir mit muss nach nicht nichts noch nur ob oder ohne schon sehr sein seine sich sie sind so über um und uns unser unter "
        "vom von vor wann war warum was weil wenn wer werden wie wieder will wir wird wo zu zum zur "
        "the and for with than yours you all but not my i'm is "
        "to of in on it beste bester bestes besten erste zuerst erst alt alte alter neu gut gute guter welt leben mensch menschen "
        "heute morgen nie niemals einfach lieber wieder liebe stil gerade genug alles jeden"
    ),
    nouns={
        "tee": Noun("T-Shirt", "dieses T-Shirt", ("Shirt", "T-Shirt", "Tshirt")),
        "sweatshirt": Noun("Sweatshirt", "dieses Sweatshirt", ("Sweatshirt", "Pullover", "Sweater")),
        "hoodie": Noun("Hoodie", "dieser Hoodie", ("Hoodie", "Kapuzenpulli", "Pullover")),
        "longsleeve": Noun("Langarmshirt", "dieses Langarmshirt", ("Langarmshirt", "Longsleeve", "Shirt")),
        "tank": Noun("Tanktop", "dieses Tanktop", ("Tanktop", "Top", "Trägershirt")),
        "baby": Noun("Babybody", "dieser Babybody", ("Babybody", "Body", "Babykleidung")),
        "mug": Noun("Tasse", "diese Tasse", ("Tasse", "Kaffeetasse", "Becher")),
        "poster": Noun("Poster", "dieses Poster", ("Poster", "Wandbild", "Kunstdruck")),
        "tote": Noun("Stofftasche", "diese Stofftasche", ("Stofftasche", "Jutebeutel", "Tragetasche")),
        "cap": Noun("Cap", "diese Cap", ("Cap", "Mütze", "Kappe")),
        "thing": Noun("Geschenk", "dieses Stück", ("Geschenk", "Mitbringsel", "Andenken")),
    },
    topics={
        "nurse": topic("Pflegekräfte", "{t} Pflege, Geschenk Pfleger, Krankenschwester", "zum Tag der Pflege"),
        "teacher": topic("Lehrerinnen und Lehrer", "{t} Lehrer, Geschenk Lehrerin, Abschied Lehrer", "zum Ende des Schuljahrs"),
        "doctor": topic("Ärztinnen und Ärzte", "{t} Arzt, Geschenk Ärztin, Medizin"),
        "mom": topic("Mamas", "{t} Mama, Geschenk Mama, Muttertag", "zum Muttertag"),
        "dad": topic("Papas", "{t} Papa, Geschenk Papa, Vatertag", "zum Vatertag"),
        "grandma": topic("Omas", "{t} Oma, Geschenk Oma, beste Oma", "zum Muttertag"),
        "grandpa": topic("Opas", "{t} Opa, Geschenk Opa, bester Opa", "zum Vatertag"),
        "dog": topic("Hundefreunde", "{t} Hund, Geschenk Hund, Hundemama, Hundeliebe"),
        "cat": topic("Katzenfreunde", "{t} Katze, Geschenk Katze, Katzenmama, Katzenliebe"),
        "plant": topic("Pflanzenfreunde", "{t} Pflanzen, Geschenk Garten, Gärtner Geschenk, Pflanzenliebe"),
        "coffee": topic("Kaffeefreunde", "{t} Kaffee, Geschenk Kaffee, Kaffeeliebe"),
        "tea": topic("Teefreunde", "{t} Tee, Geschenk Tee, Teetrinker"),
        "book": topic("Leseratten", "{t} Bücher, Geschenk Leseratte, Bücherwurm, Bücherliebe"),
        "outdoors": topic("Naturfreunde", "{t} Wandern, Geschenk Wanderer, Camping {t}, Naturliebe"),
        "fishing": topic("Angler", "{t} Angeln, Geschenk Angler, Angler"),
        "fitness": topic("Sportbegeisterte", "{t} Training, Geschenk Fitness, {t} Gym"),
        "yoga": topic("Yogis", "{t} Yoga, Geschenk Yoga, Namaste"),
        "music": topic("Musikfreunde", "{t} Musik, Geschenk Musiker, Musikliebe"),
        "gaming": topic("Gamer", "{t} Gamer, Geschenk Gamer, Zocker {t}"),
        "cooking": topic("Hobbyköche", "{t} Kochen, Geschenk Koch, Grillen {t}"),
        "travel": topic("Weltenbummler", "{t} Reisen, Geschenk Reise, Urlaub {t}"),
        "beach": topic("Meerverliebte", "{t} Strand, {t} Sommer, Meerliebe", "für den Sommerurlaub"),
        "christmas": topic("Weihnachtsfans", "{t} Weihnachten, Weihnachtsgeschenk", "zu Weihnachten"),
        "halloween": topic("Halloweenfans", "{t} Halloween, Halloween Party, Herbst {t}", "zu Halloween"),
        "birthday": topic("Geburtstagskinder", "{t} Geburtstag, Geburtstagsgeschenk"),
        "wedding": topic("die Braut und ihre Freundinnen", "{t} Braut, JGA {t}, Hochzeitsgeschenk", "zur Hochzeit"),
        "retired": topic("Rentnerinnen und Rentner", "{t} Rente, Geschenk Rente, Ruhestand", "zum Ruhestand"),
        "introvert": topic("Introvertierte", "{t} introvertiert, Introvertierte"),
        "coder": topic("Programmierer", "{t} Informatiker, Geschenk Nerd, Entwickler {t}"),
        "engineer": topic("Tüftler und Handwerker", "{t} Ingenieur, Geschenk Handwerk, Mechaniker {t}"),
        "crafts": topic("Kreative", "{t} Handarbeit, Geschenk Stricken, Nähen Geschenk"),
        "cycling": topic("Radfahrer", "{t} Fahrrad, Geschenk Radfahrer, Fahrrad Geschenk"),
        "motorcycle": topic("Biker", "{t} Biker, Geschenk Biker, Motorrad {t}"),
        "beer": topic("Bierfreunde", "{t} Bier, Geschenk Bier, Bierliebhaber"),
        "wine": topic("Weinfreunde", "{t} Wein, Geschenk Wein, Weinliebhaber"),
        "horse": topic("Pferdefreunde", "{t} Pferd, Geschenk Reiterin, Pferdeliebe"),
        "sister": topic("Familien", "{t} Familie, Geschenk Familie, Geschwister"),
        "love": topic("Verliebte", "{t} Paare, Geschenk Paare, Valentinstag", "zum Valentinstag"),
        "graduate": topic("Studierende", "{t} Abschluss, Geschenk Abitur, Studium", "zum Abschluss"),
        "golf": topic("Golfer", "{t} Golf, Geschenk Golfer, Golf Geschenk"),
        "tennis": topic("Tennisfans", "{t} Tennis, Geschenk Tennis, {t} Padel"),
        "football": topic("Fußballfans", "{t} Fußball, Geschenk Fußball", "für das nächste Spiel"),
        "space": topic("Sterngucker", "{t} Weltraum, {t} Mond, Astronomie"),
    },
    titles=(
        "{idea} {noun}, Geschenk für {audience}",
        "{idea}, {noun} für {audience}",
        "{idea} {noun}, Geschenkidee für {audience}",
        "{idea} {noun}, Geschenk {occasion}",
    ),
    titles_plain=(
        "{idea} {noun}, Geschenkidee für Freunde",
        "{idea}, {noun} als Geschenkidee",
        "{idea} {noun}, Geschenk zum Geburtstag",
    ),
    hooks=(
        "Für {audience}: {idea}. Mehr muss man nicht sagen.",
        "{this} sagt {idea}, und damit ist alles gesagt. Für {audience}.",
        "{idea}, ganz ohne Umschweife: ein Augenzwinkern für {audience}.",
    ),
    hooks_plain=(
        "{idea} – wenn das nach dir klingt oder nach jemandem, den du kennst: bitte sehr.",
        "{this} sagt {idea}, damit niemand fragen muss.",
        "{idea}. Mehr braucht es nicht: Das Gespräch beginnt von selbst.",
    ),
    hooks_picture=(
        "{this} zeigt unser eigenes Motiv, {idea}.",
        "{idea}: ein eigenes Motiv, das gesehen werden will.",
    ),
    gifts=(
        "Ein gutes Geschenk für {audience}: zum Geburtstag, {occasion} oder einfach so.",
        "Du suchst etwas für {audience}? Das passt zum Geburtstag genauso wie {occasion}.",
    ),
    gifts_simple=(
        "Ein gutes Geschenk für {audience}: zum Geburtstag oder einfach so.",
        "Du suchst etwas für {audience}? Das hier bleibt nicht in der Schublade liegen.",
    ),
    gifts_plain=(
        "Ein gutes Geschenk zum Geburtstag, zu Weihnachten oder einfach, um zu sagen: Ich habe an dich gedacht.",
        "Für dich selbst oder für den Menschen, an den du zuerst gedacht hast.",
        "Ein unkompliziertes Geschenk: persönlich genug, um in Erinnerung zu bleiben, schlicht genug für den Alltag.",
    ),
    styles={
        "stacked": "Die Worte stehen in kräftiger Schrift übereinander.",
        "arched": "Die Schrift folgt einem Bogen.",
        "badge": "Die Schrift läuft rund um ein Emblem.",
        "retro": "Die Schrift steht auf Retro-Streifen.",
        "distressed": "Die Schrift hat einen abgenutzten, verwaschenen Look.",
        "banner": "Die Schrift liegt auf einem Band.",
    },
    style_tags={
        "stacked": ("fette Schrift", "Typografie"),
        "arched": ("Bogen Schrift", "klassisches Motiv"),
        "badge": ("Emblem Motiv", "Emblem {t}"),
        "retro": ("Retro {t}", "70er Stil"),
        "distressed": ("Used Look {t}", "abgenutzter Look"),
        "banner": ("Old School {t}", "Banner Motiv"),
    },
    words=("{t} {w}", "{w} Geschenk", "{w}"),
    tags=listed(
        "{t} bedruckt, Geschenkidee, Geschenk Freundin, Geschenk Freund, Geburtstagsgeschenk, Geschenk Frau, Geschenk Mann, "
        "besonderes Geschenk, {t} Motiv, Geschenk Kollegen, Wichtelgeschenk, kleines Geschenk, Geschenk für sie, Geschenk für ihn, "
        "Dankeschön, Mitbringsel, für jeden Tag, eigenes Motiv, Überraschung, originelles Geschenk"
    ),
    tags_lettered=listed("{t} mit Spruch, Spruch {t}, {t} Schrift, Statement {t}, Sprüche"),
    hers=words_of("mama hundemama katzenmama muttertag oma frau freundin sie lehrerin ärztin reiterin braut krankenschwester"),
    his=words_of("papa vatertag opa mann freund ihn"),
    details="Details:",
    material="Material: {materials}",
    sizes="Größen: {sizes}",
    made=(
        "Auf Bestellung gedruckt: Dein Stück entsteht erst nach deinem Kauf.",
        "Wird nach deinem Kauf einzeln für dich gefertigt.",
    ),
    choose="Bitte wähle oben deine Größe, bevor du den Artikel in den Warenkorb legst.",
    contact=(
        "Eine Frage vor dem Kauf? Schreib uns.",
        "Wenn etwas unklar ist, schreib uns; wir helfen gern.",
    ),
    alt_lettered="{noun} mit den Worten {idea}",
    alt_picture="{noun} mit einem Bild zum Thema {idea}",
    disclosure="Zum Motiv: Das Bild entstand mit Hilfe eines KI-Bildwerkzeugs nach unserer eigenen Idee und wurde dann von uns "
    "ausgewählt und für den Druck vorbereitet.",
    materials={
        "cotton": "Baumwolle", "polyester": "Polyester", "rayon": "Viskose", "elastane": "Elasthan", "spandex": "Elasthan",
        "viscose": "Viskose", "linen": "Leinen", "ceramic": "Keramik", "stoneware": "Steinzeug", "paper": "Papier",
    },
)  # fmt: skip
