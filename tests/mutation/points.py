"""Where the sources can be broken, found with libclang: comparisons to turn, conditions to negate, syncs to leave out."""
import dataclasses
import glob
import json
import os
import re
import shlex

from clang import cindex
from clang.cindex import CursorKind as Kind

TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SYNC_CALL = re.compile(r"sync", re.IGNORECASE)
# What stands in these is reckoned by the compiler.
CONSTANT = {Kind.STATIC_ASSERT, Kind.ENUM_CONSTANT_DECL, Kind.TEMPLATE_NON_TYPE_PARAMETER}

# Where statements stand among the children. A `for` without its parts has no children for them: its last is the body.
BODIES = {Kind.COMPOUND_STMT: 0, Kind.IF_STMT: 1, Kind.WHILE_STMT: -1, Kind.FOR_STMT: -1, Kind.CXX_FOR_RANGE_STMT: -1,
          Kind.CASE_STMT: -1, Kind.DEFAULT_STMT: -1, Kind.LABEL_STMT: -1}

NAMED = {Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.CONVERSION_FUNCTION, Kind.FUNCTION_TEMPLATE}
CLASSES = {Kind.CLASS_DECL, Kind.STRUCT_DECL, Kind.CLASS_TEMPLATE, Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}


def name_of(cursor):
    """Its name, behind that of its class."""
    parent = cursor.semantic_parent
    name = re.sub("<.*", "", cursor.spelling) if cursor.kind == Kind.CONSTRUCTOR else cursor.spelling
    return f"{parent.spelling}::{name}" if parent is not None and parent.kind in CLASSES else name


@dataclasses.dataclass(frozen=True, order=True)
class Point:
    """One way to break one place. `begin` and `end` are offsets into the file, in bytes."""
    file: str
    begin: int
    end: int
    kind: str  # "turn", "negate" or "sync"
    operator: str = ""
    # Of a comparison that is turned: where the operator stands.
    operator_begin: int = 0
    # The function, or the variable, that it is in.
    function: str = "-"


class Finder:
    """Collects the points of the files below one folder, over all the units that include them."""

    def __init__(self, project, room):
        self.folder = os.path.join(project, "src", room) + "/"
        self.project = project
        self.points = set()
        self.texts = {}
        self.function = "-"

    def text(self, path):
        if path not in self.texts:
            with open(path, "rb") as source:
                self.texts[path] = source.read()
        return self.texts[path]

    def is_ours(self, cursor):
        place = cursor.location.file
        return place is not None and os.path.abspath(place.name).startswith(self.folder)

    def add(self, cursor, kind, operator="", operator_begin=0):
        path = os.path.abspath(cursor.extent.start.file.name)
        begin, end = cursor.extent.start.offset, cursor.extent.end.offset
        if os.path.abspath(cursor.extent.end.file.name) != path or end <= begin:
            return
        self.points.add(Point(os.path.relpath(path, self.project), begin, end, kind, operator, operator_begin, self.function))

    def walk(self, cursor):
        if cursor.kind in CONSTANT:
            return
        if cursor.kind != Kind.TRANSLATION_UNIT and cursor.location.file is not None and not self.is_ours(cursor):
            return
        outer = self.function
        if cursor.kind in NAMED or (cursor.kind == Kind.VAR_DECL and outer == "-"):
            self.function = name_of(cursor)
        self.look_at(cursor)
        for child in cursor.get_children():
            self.walk(child)
        self.function = outer

    def look_at(self, cursor):
        children = list(cursor.get_children())
        if cursor.kind in (Kind.IF_STMT, Kind.WHILE_STMT, Kind.CONDITIONAL_OPERATOR, Kind.DO_STMT):
            if cursor.kind == Kind.IF_STMT and self.is_decided_by_the_compiler(cursor):
                return
            condition = children[-1] if cursor.kind == Kind.DO_STMT else self.condition_of(cursor, children)
            if condition is not None and not self.is_of_a_macro(cursor, condition):
                self.look_at_condition(condition)
        elif cursor.kind == Kind.RETURN_STMT and children and children[0].type.get_canonical().spelling == "bool":
            self.look_at_condition(children[0])
        if cursor.kind in BODIES:
            condition = self.condition_of(cursor, children) if cursor.kind == Kind.IF_STMT else None
            for child in children[BODIES[cursor.kind]:]:
                if child != condition:
                    self.look_at_statement(child)
        comparison = self.comparison(cursor, children)
        if comparison is not None:
            operator, begin = comparison
            if operator in TURNED:
                self.add(cursor, "turn", operator, begin)
            elif operator in ("==", "!="):
                self.add(cursor, "negate")

    def condition_of(self, cursor, children):
        """The condition, unless it declares something or is the text of a range-based loop."""
        for child in children:
            if child.kind == Kind.DECL_STMT:
                continue
            if child.kind == Kind.VAR_DECL:
                return None
            return child if child.kind.is_expression() else None
        return None

    def is_of_a_macro(self, cursor, condition):
        """A choice that a macro makes has no question mark of its own in the text."""
        if cursor.kind != Kind.CONDITIONAL_OPERATOR:
            return False
        behind = self.text(os.path.abspath(cursor.extent.start.file.name))[condition.extent.end.offset:]
        return not behind.lstrip().startswith(b"?")

    def is_decided_by_the_compiler(self, cursor):
        text = self.text(os.path.abspath(cursor.extent.start.file.name))
        return text[cursor.extent.start.offset:].startswith((b"if constexpr", b"if consteval"))

    def look_at_condition(self, cursor):
        """Negates the leaves of what is joined by && and ||; == and != are leaves that are negated anyway."""
        children = list(cursor.get_children())
        # A comparison by operator<=> has children that end before it does.
        is_rewritten = cursor.kind == Kind.UNEXPOSED_EXPR and len(children) == 1 and children[0].extent.end.offset < cursor.extent.end.offset
        if cursor.kind in (Kind.UNEXPOSED_EXPR, Kind.PAREN_EXPR) and len(children) == 1 and not is_rewritten:
            self.look_at_condition(children[0])
            return
        joined = self.operator(cursor, children, (b"&&", b"||"))
        if joined is not None:
            for child in children:
                self.look_at_condition(child)
            return
        if cursor.kind == Kind.UNARY_OPERATOR and self.text_of(cursor).startswith(b"!"):
            self.look_at_condition(children[0])
            return
        comparison = self.comparison(cursor, children)
        if comparison is not None and comparison[0] in ("==", "!="):
            return
        if cursor.kind in (Kind.CXX_BOOL_LITERAL_EXPR, Kind.INTEGER_LITERAL, Kind.LAMBDA_EXPR):
            return
        self.add(cursor, "negate")

    def look_at_statement(self, cursor):
        while cursor.kind == Kind.UNEXPOSED_EXPR and len(list(cursor.get_children())) == 1:
            cursor = next(cursor.get_children())
        if cursor.kind == Kind.CALL_EXPR and SYNC_CALL.search(cursor.spelling or ""):
            self.add(cursor, "sync")

    def comparison(self, cursor, children):
        found = self.operator(cursor, children, (b"<=>", b"<=", b">=", b"==", b"!=", b"<", b">"))
        return None if found is None or found[0] == "<=>" else found

    def operator(self, cursor, children, wanted):
        """The operator between two operands and where it stands, as the text has it; None where a macro hides it."""
        if cursor.kind == Kind.CALL_EXPR:
            if not (cursor.spelling or "").startswith("operator"):
                return None
            arguments = list(cursor.get_arguments())
            if len(arguments) != 2:
                return None
            left, right = arguments
        elif cursor.kind == Kind.BINARY_OPERATOR and len(children) == 2:
            left, right = children
        else:
            return None
        if left.extent.end.file is None or right.extent.start.file is None:
            return None
        path = os.path.abspath(cursor.extent.start.file.name)
        begin, end = left.extent.end.offset, right.extent.start.offset
        between = self.text(path)[begin:end]
        for operator in wanted:
            if between.strip() == operator:
                return operator.decode(), begin + between.index(operator)
        return None

    def text_of(self, cursor):
        return self.text(os.path.abspath(cursor.extent.start.file.name))[cursor.extent.start.offset:cursor.extent.end.offset]


def flags_by_source(compile_commands):
    """What each source is compiled with, as far as it says where headers are and which language it is."""
    resources = sorted(glob.glob("/usr/lib/llvm-*/lib/clang/*/include"))
    builtin = ["-isystem", resources[-1]] if resources else []
    flags = {}
    with open(compile_commands, encoding="utf-8") as file:
        for entry in json.load(file):
            words, kept = shlex.split(entry["command"]), []
            for position, word in enumerate(words):
                if word.startswith(("-I", "-D", "-std=")) and len(word) > 2:
                    kept.append(word)
                elif word == "-isystem":
                    kept += words[position:position + 2]
            flags[os.path.abspath(entry["file"])] = kept + builtin
    return flags


def find_points(project, room, flags):
    """All points of a room, in the order of files and places. `flags` are those of flags_by_source()."""
    finder = Finder(project, room)
    index = cindex.Index.create()
    for source in sorted(glob.glob(finder.folder + "**/*.cpp", recursive=True)):
        unit = index.parse(source, flags[source])
        errors = [d for d in unit.diagnostics if d.severity >= cindex.Diagnostic.Error]
        if errors:
            raise SystemExit(f"{source} cannot be read: {errors[0]}")
        finder.walk(unit.cursor)
    return sorted(finder.points)
