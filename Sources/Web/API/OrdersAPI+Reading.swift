import Fulfilment
import HTTPTypes
import Orders
import Store

/// `GET /api/v1/orders/{reference}` and `GET /api/v1/items`
extension OrdersAPI {
    /// An order that came with this token; of the others nobody learns that they exist.
    func show(_ text: String, to caller: APIToken) async throws -> WebAnswer {
        let reference: Reference
        do throws(Reference.ReadingError) {
            reference = try Reference(reading: text)
        } catch .wrongCheck {
            return APIProblem.notFound(
                "the reference is mistyped", hint: "its check character doesn't fit; compare it with the answer"
            ).answer
        } catch {
            return APIProblem.notFound(
                "this is no reference", hint: "a reference is HB- and eight letters and digits"
            ).answer
        }
        guard let order = try await parts.store.order(reference, producer: caller.producer) else {
            return APIProblem.notFound("no order of this token has this reference").answer
        }
        return WebAnswer(headers: [.contentType: "application/json"], body: try await parts.details(order))
    }

    /// What can be ordered today.
    func items() -> WebAnswer {
        let today = parts.clock.today
        let isClosed = parts.rules.closes.map { $0 < today } ?? false
        var json = JSONText()
        json.array(isClosed ? [] : parts.rules.catalogue.items.filter { $0.isOrderable(on: today) }) { json, item in
            json.object { json in
                json.key("item")
                json.string(item.sku)
                json.key("title")
                json.string(item.title)
                json.key("pack")
                json.number(item.pack)
                json.key("maximum")
                json.number(item.maximum)
                json.key("shipsFrom")
                json.string(item.shipsFromText)
                json.key("availableUntil")
                json.string(item.availableUntil?.description)
                json.key("download")
                json.string(parts.download(item))
                json.key("picture")
                json.string(parts.picture(item))
            }
        }
        return WebAnswer(
            headers: [.contentType: "application/json", .cacheControl: "no-cache"], body: json.bytes)
    }
}

extension Item {
    /// A date, `unknown`, or nil for what is in stock: as the catalogue writes it.
    fileprivate var shipsFromText: String? {
        switch ships {
        case .inStock: nil
        case .from(let day): day.description
        case .unknown: "unknown"
        }
    }
}
