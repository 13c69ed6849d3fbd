public import ArgumentParser
public import Orders
public import Press

// Values of other rooms that stand on the command line by their raw values.

extension OrderState: ExpressibleByArgument {}
extension DocumentName: ExpressibleByArgument {}
extension PaperFormat: ExpressibleByArgument {}
