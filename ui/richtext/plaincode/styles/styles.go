// Package styles holds the styles that were registered, and none of its own.
package styles

import "github.com/alecthomas/chroma/v2"

// Registry are the registered styles by name.
var Registry = map[string]*chroma.Style{}

// Register adds a style, in the place of one of the same name.
func Register(style *chroma.Style) *chroma.Style {
	Registry[style.Name] = style
	return style
}
