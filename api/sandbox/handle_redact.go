package sandbox

import "net/http"

// redact deletes the text of a part, or of the source when a contact wrote it.
func redact(c *call) (any, error) {
	var b struct {
		Type           string `json:"type"`
		ConversationID flexID `json:"conversation_id"`
		PartID         flexID `json:"conversation_part_id"`
		SourceID       flexID `json:"source_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	conv := c.w.conversation(string(b.ConversationID))
	if conv == nil {
		return nil, partNotFound()
	}
	switch b.Type {
	case "conversation_part":
		return redactPart(c, conv, string(b.PartID))
	case "source":
		return redactSource(c, conv, string(b.SourceID))
	}
	return nil, invalidf("type must be one of: conversation_part, source")
}

func redactPart(c *call, conv *conversation, id string) (any, error) {
	p := find(conv.parts, func(p *part) bool { return formatInt(p.id) == id })
	switch {
	case p == nil:
		return nil, partNotFound()
	case p.body == "" && len(p.attachments) == 0, p.redacted:
		return nil, notRedactable()
	}
	c.w.freeze(conv)
	p.redact(c.now)
	c.w.tell("conversation_part.redacted", conv, p, c.now)
	conv.updated = max(conv.updated, c.now)
	return c.changed(conv, nil)
}

func redactSource(c *call, conv *conversation, id string) (any, error) {
	switch {
	case conv.source.id != id:
		return nil, partNotFound()
	case conv.source.author.kind == "admin" || conv.source.author.kind == "bot" || conv.source.redacted:
		return nil, notRedactable()
	}
	c.w.freeze(conv)
	conv.source.body, conv.source.attachments, conv.source.redacted = redactedBody, nil, true
	conv.updated = max(conv.updated, c.now)
	return c.changed(conv, nil)
}

const redactedBody = "<p><i>This message was deleted</i></p>"

func (p *part) redact(at int64) {
	p.body, p.attachments, p.redacted, p.updated = redactedBody, nil, true, at
}

func partNotFound() *apiError {
	return failuref(http.StatusNotFound, "conversation_part_or_message_not_found", "Conversation part or message not found")
}

func notRedactable() *apiError {
	return failuref(http.StatusUnprocessableEntity, "conversation_part_not_redactable", "Conversation part can not be redacted")
}
