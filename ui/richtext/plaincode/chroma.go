// Package chroma stands in for the syntax highlighter that glamour links. Code
// of customers is drawn without highlighting, because guessing its language
// costs milliseconds a block; the highlighter's three hundred grammars would
// still cost every start 14 ms, 4 MB of memory and an eighth of the binary.
// It holds what glamour names and does not highlight anything.
package chroma

// TokenType is a kind of word in code.
type TokenType int

// The kinds of words that glamour has styles for.
const (
	Text TokenType = iota
	Error
	Comment
	CommentPreproc
	Keyword
	KeywordReserved
	KeywordNamespace
	KeywordType
	Operator
	Punctuation
	Name
	NameBuiltin
	NameTag
	NameAttribute
	NameClass
	NameConstant
	NameDecorator
	NameException
	NameFunction
	NameOther
	Literal
	LiteralNumber
	LiteralDate
	LiteralString
	LiteralStringEscape
	GenericDeleted
	GenericEmph
	GenericInserted
	GenericStrong
	GenericSubheading
	Background
)

// StyleEntries are styles by kind of word.
type StyleEntries map[TokenType]string

// Style is a named set of styles.
type Style struct {
	Name    string
	Entries StyleEntries
}

// MustNewStyle returns a style. It never panics.
func MustNewStyle(name string, entries StyleEntries) *Style { return &Style{name, entries} }
