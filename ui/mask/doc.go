// Package mask is presenter mode: it replaces what is personal on its way to
// the screen, the clipboard or standard output, so that an inbox can be shown
// to a room.
//
// The rest of the program keeps the truth. Panes hold what the desk gave them,
// and turn it into pseudonyms only where they turn it into lines: a reply, a
// macro, a search or a choice of a teammate never passes through here, so
// nothing masked can reach Intercom. Two layers see to what is shown. Where a
// field is known for what it is (a name, an address, a body), its owner asks
// for [Mask.Name], [Mask.Email], [Mask.HTML] and so on. Then every finished
// line passes through [Mask.Line], which knows the words of all names that were
// learned: it catches what an agent types, what stands in a dialog or an error,
// and whatever a later pane forgets. A pseudonym takes exactly the cells of
// what it stands for, letter by letter, so that neither layout nor cursor moves
// when the mode changes; and it is no name of the workspace itself, so that
// what passes both layers is masked once.
//
// A long body is masked in the pieces of [richtext.Body], as they are looked at.
// They begin where a tag does, which a name never goes across here either, or in
// a long text at the end of a sentence, so that a piece is masked as it would be
// within the whole.
//
// Pseudonyms are a keyed hash of the word they stand for: the same in every
// session of a workspace, and without the key nobody can try names against
// them. Each word of a name has its own, so that "Ada" in a greeting fits "Ada
// Obi" in the list.
//
// What the package does not do: it does not know people whom nobody named to
// it, except by the shape of addresses, numbers and links; names of teams, tags
// and of the workspace itself are not personal and stay. Level [Blurred] leaves
// nothing of a message but its outline. The package reads no store, draws
// nothing and sends nothing.
package mask
