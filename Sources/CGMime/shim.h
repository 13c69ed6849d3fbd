// GMime's casts are macros, which Swift doesn't see: here is one function for each that we need.
#include <gmime/gmime.h>

static inline GMimeObject *cgmime_message_object(GMimeMessage *message) {
    return GMIME_OBJECT(message);
}

static inline GMimeObject *cgmime_part_object(GMimePart *part) {
    return GMIME_OBJECT(part);
}

static inline GMimeObject *cgmime_multipart_object(GMimeMultipart *multipart) {
    return GMIME_OBJECT(multipart);
}

static inline GMimeStreamMem *cgmime_memory_stream(GMimeStream *stream) {
    return GMIME_STREAM_MEM(stream);
}

static inline InternetAddress *cgmime_mailbox_address(InternetAddress *mailbox) {
    return INTERNET_ADDRESS(mailbox);
}
