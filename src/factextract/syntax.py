"""Questions to a spaCy parse that mentions and facts both ask. Tokens in, tokens or offsets out; knows nothing of either."""

from collections.abc import Iterator

from factextract.parse import Token

_CLAUSE_LINKS = frozenset(("xcomp", "ccomp", "pcomp", "advcl", "acl", "relcl", "conj"))
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause of its own, rather than helping or modifying another word."""
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod")


def clause_head(token: Token) -> Token:
    """The verb of the clause a token stands in: the nearest at or above it, else the sentence's root."""
    while not is_verb(token) and token.head.i != token.i:
        token = token.head
    return token


def verb_chain(token: Token) -> list[Token]:
    """The verbs from a token's clause up through those it complements: "plans to invest $2bn" gives invest, plans."""
    verb = clause_head(token)
    chain = [verb]
    while verb.dep_ in _CLAUSE_LINKS and verb.head.i != verb.i and len(chain) < 8:
        verb = clause_head(verb.head)
        if verb in chain:
            break
        chain.append(verb)
    return chain


def subject_of(verb: Token) -> Token | None:
    """A verb's subject; a verb joined to another shares that one's, and "which" is the noun it stands for."""
    sharing: Token | None = verb
    while sharing is not None:
        for child in sharing.children:
            if child.dep_ in _SUBJECTS:
                relative = child.tag_ in ("WDT", "WP") and sharing.dep_ == "relcl"
                return sharing.head if relative else child
        if sharing.dep_ in ("acl", "relcl") and sharing.tag_ in ("VBG", "VBN", "VBD", "VBZ", "VBP"):
            return sharing.head
        sharing = _lender_of_subject(sharing)
    return None


def _lender_of_subject(verb: Token) -> Token | None:
    """The verb whose subject one without its own shares: of "exports rose and fell", and "rose before falling", rose."""
    if verb.dep_ in ("conj", "xcomp"):
        return verb.head if verb.head.i != verb.i and is_verb(verb.head) else None
    if verb.dep_ in ("advcl", "pcomp"):
        above = clause_head(verb.head)
        return above if above.i != verb.i else None
    return None


def auxiliaries_of(verb: Token) -> str:
    """A verb's auxiliaries in alphabetical order, joined by "+": of "would have risen", "have+would"."""
    return "+".join(sorted(child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")))


def object_of(verb: Token) -> Token | None:
    """A verb's direct object."""
    return next((child for child in verb.children if child.dep_ in ("dobj", "obj")), None)


def prepositional_objects(head: Token, prepositions: frozenset[str] | tuple[str, ...]) -> Iterator[Token]:
    """The objects of a head's own prepositions: of "exports of rice to China", with ("of",), rice."""
    for child in head.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in prepositions:
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp"):
                    yield grandchild
