/**
 * What a gateway says became of a payment: in a webhook, in its answer to a request, in a list of the day, or at a till
 * that takes cash. The same news may come many times and in any order.
 */
import { Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"

/** The gateway's own id of a movement of money. */
export const Reference = Name.upTo(120)

export const News = Schema.TaggedUnion({
  /** The payer's money is held. */
  Authorised: { amount: Money.Money },
  /** The money was taken. */
  Captured: { amount: Money.Money, reference: Reference },
  /** Nothing was taken; `retry` where another attempt may succeed. */
  Failed: { reason: Name.upTo(200), retry: Schema.Boolean },
  /** What was held was let go. */
  Voided: {},
  /** The gateway knows of no such payment. */
  Missing: {}
}).annotate({ identifier: "PaymentNews" })
export type News = typeof News.Type

/** One text for news that say the same. */
export const key = (news: News): string => {
  switch (news._tag) {
    case "Authorised":
      return JSON.stringify([news._tag, news.amount.currency, news.amount.amount])
    case "Captured":
      return JSON.stringify([news._tag, news.amount.currency, news.amount.amount, news.reference])
    case "Failed":
      return JSON.stringify([news._tag, news.reason, news.retry])
    case "Voided":
    case "Missing":
      return JSON.stringify([news._tag])
  }
}

/** All of both, each once, in an order that does not depend on theirs. */
export const union = (one: ReadonlyArray<News>, other: ReadonlyArray<News>): ReadonlyArray<News> =>
  [...new Map([...one, ...other].map((news) => [key(news), news])).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, news]) => news)

export const has = (all: ReadonlyArray<News>, news: News): boolean => all.some((each) => key(each) === key(news))
