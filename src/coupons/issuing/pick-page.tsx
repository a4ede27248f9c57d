import type { listMembers } from '../../members/directory.ts'
import { couponGiftAdminTexts } from '../../texts/coupon-gifts.ts'
import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { isolated } from '../../texts/format.ts'
import { Page } from '../../web/ui.tsx'
import { Button, SearchField } from '../../web/ui-forms.tsx'
import { Table } from '../../web/ui-parts.tsx'
import type { Coupon } from '../coupons.ts'
import { PATH, type Signed } from './issue-page.tsx'

type Members = Awaited<ReturnType<typeof listMembers>>['members']

/** Who is to be given this coupon: the newest alumni, or those of a name. */
export const PickPage = ({
  lang,
  operator,
  coupon,
  search,
  members,
}: Signed & { coupon: Coupon; search: string; members: Members }) => {
  const { pick: t } = couponGiftAdminTexts[lang]
  const { unnamed, holders } = couponIssuingTexts[lang]
  const path = `${PATH}/${coupon.id}/people/new`
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="coupons"
      path={path}
      back={{ href: `${PATH}/${coupon.id}/people`, label: coupon.title }}
    >
      <form method="get" action={path} class="filters">
        <SearchField lang={lang} label={t.search} value={search} />
        <Button kind="secondary">{t.submit}</Button>
      </form>
      {members.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <Table
          caption={t.title}
          rows={members}
          columns={[
            {
              label: holders.person,
              cell: ({ id, name }) => (
                <a
                  href={`${PATH}/gifts/${id}?${new URLSearchParams({ coupon: coupon.id })}`}
                  aria-label={`${name === null ? unnamed : isolated(name)}${t.choose}`}
                >
                  <bdi>{name ?? unnamed}</bdi>
                </a>
              ),
            },
            { label: t.store, cell: ({ store_name }) => store_name ?? '' },
          ]}
        />
      )}
    </Page>
  )
}
