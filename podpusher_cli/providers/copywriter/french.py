"""French listings."""

from __future__ import annotations

from podpusher_cli.providers.copywriter.language import Language, Noun, listed, topic, words_of

FRENCH = Language(
    code="fr",
    title_case=False,
    quotes=("« ", " »"),
    stop=words_of(
        "a à ai alors après as au aussi autre aux avant avec avoir bien c'est ce cela ces cet cette chez comme d'un d'une dans de des "
        "deux donc du elle elles en encore est et étais été être eu fait fois ici il ils j'ai je jusque l la le les leur leurs lui "
        "ma mais me même mes moi mon ne ni nos notre nous on ont ou où par pas pendant peu peut plus pour pourquoi qu quand que quel "
        "quelle qui qu'il quoi sa sans se ses si son sont sous suis sur ta te tes toi ton tous tout toute très trop tu un une va vais "
        "vos votre vous y the and for with than yours you all but not my i'm is to of in on it "
        "abord toujours jamais demain hier aujourd hui vie monde meilleur meilleure meilleurs heureux heureuse vivre vive "
        "bon bonne grand grande petit petite premier première chose choses gens amour arrête faire fais fait aller"
    ),
    nouns={
        "tee": Noun("T-shirt", "ce t-shirt", ("t-shirt", "tee shirt", "tshirt")),
        "sweatshirt": Noun("Sweat", "ce sweat", ("sweat", "pull", "sweatshirt")),
        "hoodie": Noun("Sweat à capuche", "ce sweat à capuche", ("sweat", "hoodie", "sweat capuche")),
        "longsleeve": Noun("T-shirt à manches longues", "ce t-shirt à manches longues", ("t-shirt", "tee shirt", "manches longues")),
        "tank": Noun("Débardeur", "ce débardeur", ("débardeur", "top", "tank top")),
        "baby": Noun("Body bébé", "ce body bébé", ("body bébé", "body", "vêtement bébé")),
        "mug": Noun("Mug", "ce mug", ("mug", "tasse", "tasse café")),
        "poster": Noun("Affiche", "cette affiche", ("affiche", "poster")),
        "tote": Noun("Sac en toile", "ce sac en toile", ("tote bag", "sac toile", "sac")),
        "cap": Noun("Casquette", "cette casquette", ("casquette",)),
        "thing": Noun("Cadeau", "cette pièce", ("cadeau", "souvenir")),
    },
    topics={
        "nurse": topic("les infirmières et infirmiers", "cadeau infirmière, {t} infirmière, infirmier", "la journée des infirmières"),
        "teacher": topic("les profs", "cadeau maîtresse, {t} prof, cadeau prof, fin d'année", "la fin de l'année scolaire"),
        "doctor": topic("les médecins", "cadeau médecin, {t} docteur, médecine"),
        "mom": topic("les mamans", "cadeau maman, {t} maman, fête des mères", "la fête des Mères"),
        "dad": topic("les papas", "cadeau papa, {t} papa, fête des pères", "la fête des Pères"),
        "grandma": topic("les mamies", "cadeau mamie, {t} mamie, grand-mère", "la fête des Grands-mères"),
        "grandpa": topic("les papys", "cadeau papy, {t} papy, grand-père", "la fête des Pères"),
        "dog": topic("les amoureux des chiens", "cadeau chien, {t} chien, maman de chien, amoureux chiens"),
        "cat": topic("les amoureux des chats", "cadeau chat, {t} chat, maman de chat, amoureux chats"),
        "plant": topic("les amoureux des plantes", "cadeau plantes, {t} plantes, cadeau jardinage, jardinier"),
        "coffee": topic("les amateurs de café", "{t} café, amateur de café, cadeau café"),
        "tea": topic("les amateurs de thé", "{t} thé, amateur de thé, cadeau thé"),
        "book": topic("les amoureux des livres", "cadeau lectrice, {t} livres, amoureux livres, lecture"),
        "outdoors": topic("les amoureux du grand air", "{t} randonnée, cadeau randonneur, montagne, camping"),
        "fishing": topic("les pêcheurs", "{t} pêche, cadeau pêcheur, pêche"),
        "fitness": topic("les sportifs", "{t} sport, cadeau sportif, {t} muscu"),
        "yoga": topic("les yogis", "{t} yoga, cadeau yoga, namasté"),
        "music": topic("les amoureux de la musique", "{t} musique, cadeau musicien"),
        "gaming": topic("les gamers", "{t} gamer, cadeau gamer, jeux vidéo"),
        "cooking": topic("les gourmands", "{t} cuisine, cadeau cuisinier, cadeau chef"),
        "travel": topic("les voyageurs", "{t} voyage, cadeau voyageur, {t} vacances"),
        "beach": topic("les amoureux de la mer", "{t} plage, {t} été, amoureux de la mer", "les vacances d'été"),
        "christmas": topic("les amoureux de Noël", "{t} noël, cadeau noël, réveillon", "Noël"),
        "halloween": topic("les fans d'Halloween", "{t} halloween, automne, soirée halloween", "Halloween"),
        "birthday": topic("les stars du jour", "{t} anniversaire, cadeau anniversaire"),
        "wedding": topic("la mariée et ses amies", "{t} mariée, evjf, cadeau mariage", "le mariage"),
        "retired": topic("les retraités", "cadeau retraite, {t} retraité, pot de départ", "le pot de départ"),
        "introvert": topic("les introvertis", "{t} introverti, cadeau introverti, antisocial"),
        "coder": topic("les développeurs", "{t} développeur, cadeau geek, {t} geek"),
        "engineer": topic("les bricoleurs", "{t} ingénieur, cadeau mécanicien, bricoleur"),
        "crafts": topic("les créatifs", "{t} artiste, cadeau couture, cadeau tricot"),
        "cycling": topic("les cyclistes", "{t} vélo, cadeau cycliste, cycliste"),
        "motorcycle": topic("les motards", "{t} moto, cadeau motard, biker"),
        "beer": topic("les amateurs de bière", "{t} bière, cadeau bière"),
        "wine": topic("les amateurs de vin", "{t} vin, cadeau vin"),
        "horse": topic("les amoureux des chevaux", "{t} cheval, cadeau cavalière, équitation"),
        "sister": topic("les familles", "cadeau famille, {t} famille, frères et soeurs"),
        "love": topic("les amoureux", "cadeau couple, {t} couple, saint valentin", "la Saint-Valentin"),
        "graduate": topic("les étudiants", "cadeau diplôme, {t} étudiant", "la remise des diplômes"),
        "golf": topic("les golfeurs", "{t} golf, cadeau golfeur, cadeau golf"),
        "tennis": topic("les fans de tennis", "{t} tennis, {t} padel, cadeau tennis"),
        "football": topic("les fans de foot", "{t} foot, cadeau foot", "le prochain match"),
        "space": topic("les amoureux du ciel", "{t} espace, {t} lune, astronomie"),
    },
    titles=(
        "{noun} {idea}, cadeau pour {audience}",
        "{idea}, {noun_small} pour {audience}",
        "{noun} {idea}, idée cadeau pour {audience}",
        "{noun} {idea}, cadeau pour {occasion}",
    ),
    titles_plain=(
        "{noun} {idea}, idée cadeau originale",
        "{idea}, {noun_small} à offrir",
        "{noun} {idea}, cadeau d'anniversaire",
    ),
    hooks=(
        "{idea} : pour {audience}, qui le diraient tout haut de toute façon.",
        "{this} dit {idea}, et il n'y a rien à ajouter. Pour {audience}.",
        "{idea}, dit sans détour, pour {audience}.",
    ),
    hooks_plain=(
        "{idea} : si cela vous ressemble, ou ressemble à quelqu'un que vous connaissez, le voici.",
        "{this} dit {idea}, pour que personne n'ait à demander.",
        "{idea}. Pas besoin d'en dire plus : la conversation commence toute seule.",
    ),
    hooks_picture=(
        "{this} affiche notre propre création, {idea}.",
        "{idea} : une création maison qui se remarque.",
    ),
    gifts=(
        "Un beau cadeau pour {audience} : pour un anniversaire, pour {occasion} ou juste pour le plaisir.",
        "Vous cherchez une idée pour {audience} ? La voici, pour un anniversaire comme pour {occasion}.",
    ),
    gifts_simple=(
        "Un beau cadeau pour {audience} : pour un anniversaire ou juste pour le plaisir.",
        "Vous cherchez une idée pour {audience} ? En voilà une qui ne restera pas au fond d'un tiroir.",
    ),
    gifts_plain=(
        "Un beau cadeau d'anniversaire, de Noël, ou simplement pour dire que vous avez pensé à quelqu'un.",
        "Pour vous, ou pour la personne à qui vous avez pensé en premier.",
        "Un cadeau tout simple : assez personnel pour qu'on s'en souvienne, assez sobre pour tous les jours.",
    ),
    styles={
        "stacked": "Les mots sont empilés en lettres épaisses.",
        "arched": "Le lettrage suit un arc.",
        "badge": "Le lettrage fait le tour d'un badge.",
        "retro": "Le lettrage repose sur des bandes rétro.",
        "distressed": "Le lettrage a un effet usé, délavé.",
        "banner": "Le lettrage est posé sur un ruban.",
    },
    style_tags={
        "stacked": ("lettres épaisses", "typographie"),
        "arched": ("lettres en arc", "{t} classique"),
        "badge": ("design badge", "emblème"),
        "retro": ("{t} rétro", "style années 70"),
        "distressed": ("effet usé", "effet délavé"),
        "banner": ("style ancien", "design ruban"),
    },
    words=("{t} {w}", "cadeau {w}", "{w}"),
    tags=listed(
        "cadeau original, cadeau amie, cadeau ami, idée cadeau, cadeau anniversaire, cadeau femme, cadeau homme, cadeau unique, "
        "{t} graphique, cadeau collègue, secret santa, cadeau pour elle, cadeau pour lui, petite attention, cadeau surprise, "
        "pour tous les jours, création originale, petit cadeau, {t} cadeau, cadeau merci"
    ),
    tags_lettered=listed("{t} à message, {t} citation, {t} texte, {t} phrase, citation, typographie"),
    hers=words_of("maman mères mamie grand-mère elle femme amie maîtresse mariée infirmière lectrice cavalière"),
    his=words_of("papa pères papy grand-père lui homme ami"),
    details="Détails :",
    material="Matière : {materials}",
    sizes="Tailles : {sizes}",
    made=(
        "Imprimé à la commande : votre exemplaire est fabriqué après votre achat.",
        "Fabrication à la demande, à l'unité, après votre commande.",
    ),
    choose="Choisissez votre taille ci-dessus avant d'ajouter l'article au panier.",
    contact=(
        "Une question avant de commander ? Écrivez-nous.",
        "Si quelque chose n'est pas clair, écrivez-nous : nous vous répondrons avec plaisir.",
    ),
    alt_lettered="{noun} avec les mots {idea}",
    alt_picture="{noun} avec un dessin sur le thème {idea}",
    disclosure="À propos du dessin : l'illustration a été créée à l'aide d'un outil d'images par IA, d'après une idée à nous, puis "
    "choisie et préparée pour l'impression par nos soins.",
    materials={
        "cotton": "coton", "polyester": "polyester", "rayon": "rayonne", "elastane": "élasthanne", "spandex": "élasthanne",
        "viscose": "viscose", "linen": "lin", "ceramic": "céramique", "stoneware": "grès", "paper": "papier",
    },
)  # fmt: skip
