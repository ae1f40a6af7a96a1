"""Spanish listings."""

from __future__ import annotations

from podpusher_cli.providers.copywriter.language import Language, Noun, listed, topic, words_of

SPANISH = Language(
    code="es",
    title_case=False,
    quotes=("«", "»"),
    stop=words_of(
        "a al algo ante aquí así aun aún bajo cada casi como con contra cual cuando de del desde donde dos el él ella ellas ellos en "
        "entre era es esa ese eso esta está este esto estoy fue ha hay hasta la las le les lo los más me mi mis mucho muy nada ni no "
        "nos o os otra otro para pero poco por porque puedo que qué quien quién se sea ser si sí sin sobre solo sólo son soy su sus "
        "también tan te tengo ti tiene todo todos tu tú tus un una uno unos unas va voy y ya yo "
        "the and for with than yours you all but not my i'm is a "
        "to of in on it siempre nunca jamás ahora hoy mañana antes después primero primera mejor mejores vida mundo feliz tarde temprano "
        "amor buen bueno buena gran grande nueva nuevo cosas vez veces persona personas gente"
    ),
    nouns={
        "tee": Noun("Camiseta", "esta camiseta", ("camiseta", "playera", "remera")),
        "sweatshirt": Noun("Sudadera", "esta sudadera", ("sudadera", "polerón", "buzo")),
        "hoodie": Noun("Sudadera con capucha", "esta sudadera con capucha", ("sudadera", "hoodie", "sudadera capucha")),
        "longsleeve": Noun("Camiseta de manga larga", "esta camiseta de manga larga", ("camiseta", "manga larga", "playera")),
        "tank": Noun("Camiseta sin mangas", "esta camiseta sin mangas", ("camiseta", "tank top", "top")),
        "baby": Noun("Body de bebé", "este body de bebé", ("body bebé", "bodi bebé", "ropa bebé")),
        "mug": Noun("Taza", "esta taza", ("taza", "mug", "taza café")),
        "poster": Noun("Póster", "este póster", ("póster", "lámina", "cartel")),
        "tote": Noun("Bolsa de tela", "esta bolsa de tela", ("bolsa tela", "tote bag", "bolso")),
        "cap": Noun("Gorra", "esta gorra", ("gorra",)),
        "thing": Noun("Regalo", "esta pieza", ("regalo", "detalle", "recuerdo")),
    },
    topics={
        "nurse": topic("enfermeras y enfermeros", "regalo enfermera, {t} enfermera, enfermería", "el Día de la Enfermería"),
        "teacher": topic("maestras y profesores", "regalo profesora, {t} maestra, regalo profe", "el fin de curso"),
        "doctor": topic("médicas y médicos", "regalo médico, {t} doctora, medicina"),
        "mom": topic("mamás", "regalo mamá, {t} mamá, día de la madre", "el Día de la Madre"),
        "dad": topic("papás", "regalo papá, {t} papá, día del padre", "el Día del Padre"),
        "grandma": topic("abuelas", "regalo abuela, {t} abuela, abuelita", "el Día de la Madre"),
        "grandpa": topic("abuelos", "regalo abuelo, {t} abuelo", "el Día del Padre"),
        "dog": topic("amantes de los perros", "amante de perros, {t} perro, regalo perro, mamá perruna"),
        "cat": topic("amantes de los gatos", "amante de gatos, {t} gato, regalo gato, mamá gatuna"),
        "plant": topic("amantes de las plantas", "amante de plantas, regalo jardinería, {t} plantas, jardinería"),
        "coffee": topic("amantes del café", "amante del café, {t} café, regalo cafetero"),
        "tea": topic("amantes del té", "amante del té, {t} té, hora del té"),
        "book": topic("quienes aman los libros", "amante de libros, regalo lectora, {t} libros, lectura"),
        "outdoors": topic("quienes prefieren estar fuera", "{t} montaña, senderismo, regalo montañero, camping"),
        "fishing": topic("quienes van de pesca", "{t} pesca, regalo pescador, pesca deportiva"),
        "fitness": topic("quienes entrenan", "{t} gimnasio, regalo fitness, {t} deporte"),
        "yoga": topic("quienes practican yoga", "{t} yoga, regalo yoga, namasté"),
        "music": topic("amantes de la música", "{t} música, regalo músico, amante de música"),
        "gaming": topic("jugones y gamers", "{t} gamer, regalo gamer, videojuegos"),
        "cooking": topic("quienes cocinan", "{t} cocina, regalo chef, regalo cocinera"),
        "travel": topic("quienes viajan", "{t} viaje, regalo viajera, {t} vacaciones"),
        "beach": topic("amantes de la playa", "{t} playa, {t} verano, amante del mar", "el verano"),
        "christmas": topic("quienes aman la Navidad", "{t} navidad, regalo navidad, navideño", "Navidad"),
        "halloween": topic("quienes aman Halloween", "{t} halloween, noche de brujas, otoño", "Halloween"),
        "birthday": topic("quienes cumplen años", "{t} cumpleaños, regalo cumpleaños, fiesta"),
        "wedding": topic("la novia y sus amigas", "{t} novia, despedida soltera, regalo boda", "la boda"),
        "retired": topic("quienes se jubilan", "regalo jubilación, {t} jubilado", "la jubilación"),
        "introvert": topic("personas introvertidas", "{t} introvertida, regalo introvertido, antisocial"),
        "coder": topic("quienes programan", "{t} programador, regalo informático, {t} friki"),
        "engineer": topic("quienes lo arreglan todo", "{t} ingeniero, regalo mecánico, regalo ingeniera"),
        "crafts": topic("quienes crean con las manos", "{t} artista, regalo costura, manualidades"),
        "cycling": topic("ciclistas", "{t} ciclista, regalo ciclista, bicicleta"),
        "motorcycle": topic("moteros", "{t} motero, regalo motero, moto"),
        "beer": topic("amantes de la cerveza", "{t} cerveza, regalo cervecero"),
        "wine": topic("amantes del vino", "{t} vino, amante del vino"),
        "horse": topic("amantes de los caballos", "{t} caballo, regalo caballo, equitación"),
        "sister": topic("familias", "regalo hermanos, {t} familia, regalo familia"),
        "love": topic("parejas", "regalo pareja, {t} pareja, san valentín", "San Valentín"),
        "graduate": topic("estudiantes", "regalo graduación, {t} estudiante", "la graduación"),
        "golf": topic("golfistas", "{t} golf, regalo golfista, regalo golf"),
        "tennis": topic("tenistas", "{t} tenis, {t} pádel, regalo tenis"),
        "football": topic("amantes del fútbol", "{t} fútbol, regalo fútbol", "el próximo partido"),
        "space": topic("quienes miran las estrellas", "{t} espacio, {t} luna, astronomía"),
    },
    titles=(
        "{noun} {idea}, regalo para {audience}",
        "{idea}, {noun_small} para {audience}",
        "{noun} {idea}, detalle para {audience}",
        "{noun} {idea}, ideal para {occasion}",
    ),
    titles_plain=(
        "{noun} {idea}, idea para regalar",
        "{idea}, {noun_small} original",
        "{noun} {idea}, regalo de cumpleaños",
    ),
    hooks=(
        "{idea}: para {audience}, que lo dirían en voz alta de todos modos.",
        "{idea}, dicho sin rodeos: un guiño para {audience}.",
        "{this} dice {idea} y no hace falta explicar nada más. Para {audience}.",
    ),
    hooks_plain=(
        "{idea}: si te suena a ti, o a alguien que conoces, aquí está.",
        "{this} dice {idea}, para que nadie tenga que preguntar.",
        "{idea}. No hace falta más: la conversación empieza sola.",
    ),
    hooks_picture=(
        "{this} lleva nuestro propio diseño, {idea}.",
        "{idea}: un diseño propio que no pasa desapercibido.",
    ),
    gifts=(
        "Un buen regalo para {audience}: para un cumpleaños, para {occasion} o porque sí.",
        "¿Buscas algo para {audience}? Sirve tanto para un cumpleaños como para {occasion}.",
    ),
    gifts_simple=(
        "Un buen regalo para {audience}: para un cumpleaños o porque sí.",
        "¿Buscas algo para {audience}? Aquí tienes un detalle que no acabará en un cajón.",
    ),
    gifts_plain=(
        "Un buen regalo de cumpleaños, de Navidad o simplemente para decir que pensaste en alguien.",
        "Para ti, o para esa persona en la que pensaste primero.",
        "Un regalo sin complicaciones: lo bastante personal para recordarlo, lo bastante sencillo para cada día.",
    ),
    styles={
        "stacked": "Las palabras van una sobre otra, en letras gruesas.",
        "arched": "Las letras forman un arco.",
        "badge": "Las letras rodean una insignia.",
        "retro": "Las letras van sobre franjas retro.",
        "distressed": "Las letras tienen un aire gastado, como de años atrás.",
        "banner": "Las letras van sobre una cinta.",
    },
    style_tags={
        "stacked": ("letras gruesas", "tipografía"),
        "arched": ("letras en arco", "estilo clásico"),
        "badge": ("diseño insignia", "emblema"),
        "retro": ("{t} retro", "estilo años 70"),
        "distressed": ("efecto desgastado", "look gastado"),
        "banner": ("estilo clásico", "diseño cinta"),
    },
    words=("{t} {w}", "regalo {w}", "{w}"),
    tags=listed(
        "{t} original, regalo original, regalo amiga, regalo amigo, idea regalo, regalo cumpleaños, regalo para ella, regalo para él, "
        "regalo único, regalo compañeros, amigo invisible, regalo mujer, regalo hombre, detalle especial, regalo sorpresa, para cada día, "
        "diseño propio, detalle bonito, regalo especial, {t} regalo"
    ),
    tags_lettered=listed("{t} con frase, {t} con mensaje, {t} letras, {t} frase, frases"),
    hers=words_of("mamá madre abuela abuelita ella mujer amiga perruna gatuna enfermera maestra profesora novia soltera lectora"),
    his=words_of("papá padre abuelo él hombre amigo"),
    details="Detalles:",
    material="Material: {materials}",
    sizes="Tallas: {sizes}",
    made=(
        "Se imprime por encargo: tu pieza se hace después de la compra.",
        "Se hace por encargo, pieza a pieza, después de tu compra.",
    ),
    choose="Elige tu talla arriba antes de añadir el artículo al carrito.",
    contact=(
        "¿Alguna pregunta antes de comprar? Escríbenos.",
        "Si algo no está claro, escríbenos; te ayudamos con gusto.",
    ),
    alt_lettered="{noun} con las palabras {idea}",
    alt_picture="{noun} con un dibujo sobre el tema {idea}",
    disclosure="Sobre el diseño: la ilustración se hizo con ayuda de una herramienta de imágenes con IA a partir de una idea nuestra; "
    "después la elegimos y la preparamos para la impresión.",
    materials={
        "cotton": "algodón", "polyester": "poliéster", "rayon": "rayón", "elastane": "elastano", "spandex": "elastano",
        "viscose": "viscosa", "linen": "lino", "ceramic": "cerámica", "stoneware": "gres", "paper": "papel",
    },
)  # fmt: skip
