"""Templates from a small grammar, for dev/templates/golden.py: most of them render, and every feature meets every other."""

import random

NAMES = ["s", "w", "u", "e", "n", "z", "neg", "f", "t", "no", "nil", "l", "mixed", "words", "d", "people", "undefined_name", "x", "y"]
TEXTS = ["'a'", "'Hello'", "''", "' b\\n'", "'ä😀'", "'%s'", "'x,y'"]
NUMBERS = ["0", "1", "2", "-1", "3.5", "10"]
FILTERS = ["upper", "trim", "length", "list", "string", "tojson", "first", "last", "join(',')", "default('D')", "int", "title",
           "reverse | list", "sort", "unique | list", "map('string') | list", "replace('l', 'L')", "capitalize", "indent(2)",
           "tojson(indent=1)", "select('string') | list", "float", "abs", "sum", "max", "batch(2) | list", "e"]  # fmt: skip
TESTS = ["defined", "none", "string", "mapping", "iterable", "number", "sequence", "boolean", "not none", "odd", "eq 1", "in l"]
METHODS = ["strip()", "split()", "split(',')", "upper()", "items() | list", "get('a', 0)", "startswith('H')", "replace('a', 'b')",
           "keys() | list", "rstrip('d\\n ')", "splitlines()", "count('l')", "find('o')", "title()"]  # fmt: skip


class Grammar:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def expression(self, depth):
        r = self.random.random()
        if depth == 0 or r < 0.15:
            return self.pick([*NAMES, *NAMES, *TEXTS, *NUMBERS, "true", "none", "[1, 'a']", "{'a': 1}", "(1, 2)"])
        inner = self.expression(depth - 1)
        if r < 0.3:
            return f"{inner} | {self.pick(FILTERS)}"
        if r < 0.4:
            return f"({inner}).{self.pick(METHODS)}"
        if r < 0.5:
            # of names only: Jinja folds the slice of a number to undefined, sometimes
            return f"{self.pick(NAMES)}[{self.pick(['0', '-1', '1:', ':2', '::-1', chr(39) + 'a' + chr(39)])}]"
        if r < 0.6:
            return f"({inner} is {self.pick(TESTS)})"
        if r < 0.65:
            return f"not {inner}"
        other = self.expression(depth - 1)
        if r < 0.72:
            return f"({inner} if {other} else {self.expression(0)})"
        op = self.pick(["+", "~", "==", "and", "or", "in", "!=", "<", "*", "-", "not in", "%", "//"])
        return f"({inner}) {op} ({other})"

    def text(self):
        return self.pick(["a", " b ", "\n", "\n  ", "", "  ", "c\n", "\t"])

    def tag(self, body):
        left, right = self.pick(["{%", "{%-", "{%", "{%+"]), self.pick(["%}", "-%}", "%}", "+%}"])
        return f"{left} {body} {right}"

    def statement(self, depth):
        r = self.random.random()
        if depth == 0 or r < 0.3:
            return self.pick(["{{", "{{-"]) + f" {self.expression(2)} " + self.pick(["}}", "-}}"])
        if r < 0.45:
            target = self.pick(["x", "y", "n", "s", "x, y", "ns.v"])
            return self.tag(f"set {target} = {self.expression(2) if target != 'x, y' else '1, n'}")
        body = self.body(depth - 1)
        if r < 0.65:
            other = self.tag("else") + self.body(depth - 1) if self.random.random() < 0.5 else ""
            return self.tag(f"if {self.expression(2)}") + body + other + self.tag("endif")
        if r < 0.85:
            over = self.pick(["l", "words", "d", "people", "mixed", "'ab'", "range(3)", "d.items()", "x"])
            jump = self.pick(["", "", "{% if loop.index > 1 %}{% break %}{% endif %}", "{% if loop.first %}{% continue %}{% endif %}"])
            test = self.pick(["", "", f" if {self.expression(1)}"])
            say = self.pick(["{{ i }}", "{{ loop.index }}", "{{ loop.last }}", "{{ x }}", "{{ loop.nextitem }}"])
            return self.tag(f"for i in {over}{test}") + jump + say + body + self.tag("endfor")
        if r < 0.9:
            return self.tag("set x") + body + self.tag("endset") + "{{ x }}"
        if r < 0.95:
            return self.tag(f"macro m(a, y={self.expression(0)})") + "{{ a }}" + body + self.tag("endmacro") + "{{ m(n) }}"
        return self.tag("generation") + body + self.tag("endgeneration")

    def body(self, depth):
        return "".join(self.text() + self.statement(depth) for _ in range(self.random.randint(1, 3))) + self.text()


def templates(count):
    return ["{% set ns = namespace(v=1) %}" + Grammar(seed).body(2) for seed in range(count)]
