// The language of Signet: networks, reusable blocks, and how to train and build them.
// Newlines mean nothing. The parser accepts every layer and setting by its form; which of them exist,
// and what they take, is the checker's business.
grammar Signet;

file: item* EOF;

item: network | block | train | hardware;

network: NETWORK ID parameters? LBRACE member* RBRACE;

member: input | let | output;

input: INPUT ID COLON type;

type: ID LBRACKET expression (COMMA expression)* RBRACKET;

let: LET ID ASSIGN pipeline;

output: OUTPUT ID ASSIGN pipeline;

block: BLOCK ID parameters? body;

parameters: LPAREN (parameter (COMMA parameter)*)? RPAREN;

parameter: ID (ASSIGN expression)?;

// What a block or a repetition does with its incoming value, which is named 'in'.
body: LBRACE let* result RBRACE;

// Starts with a name, so that an opening bracket always belongs to the call before it.
result: (call | repeat) (PIPE stage)*;

train: TRAIN ID LBRACE setting* RBRACE;

hardware: HARDWARE ID LBRACE setting* RBRACE;

setting: ID expression UNIT?;

pipeline: (expression | repeat) (PIPE stage)*;

stage: call | repeat;

call: ID arguments?;

repeat: REPEAT LPAREN expression RPAREN body;

arguments: LPAREN (argument (COMMA argument)*)? RPAREN;

argument: (word ASSIGN)? pipeline;

// An argument may be called like a keyword, as in digits(train = 5_000).
word: ID | UNIT | NETWORK | BLOCK | TRAIN | HARDWARE | INPUT | LET | OUTPUT | REPEAT;

// Repetition instead of recursion, so that a long sum is a flat list and not a deep tree.
expression: term ((PLUS | MINUS) term)*;

term: factor ((STAR | SLASH) factor)*;

factor: MINUS* primary;

primary: INTEGER | REAL | TEXT | TRUE | FALSE | list | call | LPAREN pipeline RPAREN;

list: LBRACKET (expression (COMMA expression)*)? RBRACKET;

NETWORK: 'network';
BLOCK: 'block';
TRAIN: 'train';
HARDWARE: 'hardware';
INPUT: 'input';
LET: 'let';
OUTPUT: 'output';
REPEAT: 'repeat';
TRUE: 'true';
FALSE: 'false';
UNIT: 'Hz' | 'kHz' | 'MHz' | 'GHz' | 'fps' | 'luts' | 'block_rams';

ID: [A-Za-z_] [A-Za-z0-9_]*;
INTEGER: DIGITS;
REAL: DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT;
TEXT: '"' CHARACTER* '"';

PIPE: '|>';
LBRACE: '{';
RBRACE: '}';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
COMMA: ',';
COLON: ':';
ASSIGN: '=';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';

COMMENT: '//' ~[\r\n]* -> channel(HIDDEN);
SPACE: [ \t\r\n]+ -> skip;

// Wrong text becomes tokens too, so that it can be reported once and in its place.
// Where the meaning is plain, the parser goes on with what was meant.
ALMOST_PIPE: ('->' | '=>' | '>>' | '||' | '|' | '>') -> type(PIPE);
SINGLE_QUOTED: '\'' ~['\r\n]* '\'' -> type(TEXT);
UNTERMINATED_TEXT: '"' CHARACTER* '\\'? -> channel(HIDDEN);
BLOCK_COMMENT: '/*' (~'*' | '*'+ ~[*/])* ('*'+ '/')? -> channel(HIDDEN);
UNEXPECTED: . -> channel(HIDDEN);

fragment CHARACTER: ~["\\\r\n] | '\\' ~[\r\n];
fragment DIGITS: [0-9] [0-9_]*;
fragment EXPONENT: [eE] [+\-]? [0-9] [0-9_]*;
