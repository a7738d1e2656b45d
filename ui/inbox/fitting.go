package inbox

import (
	"strings"

	"parley/api/desk"
)

// Fitting returns the rows that text may mean: the one with that id, else all
// whose id ends so, or whose subject or customer has it as a part.
func Fitting(rows []desk.Row, text string) []desk.Row {
	var found []desk.Row
	for _, r := range rows {
		id := string(r.Conversation.ID)
		if id == text {
			return []desk.Row{r}
		}
		if strings.HasSuffix(id, text) || contains(Subject(r), text) || contains(r.Contact, text) {
			found = append(found, r)
		}
	}
	return found
}

func contains(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}
