// Starts a pipeline from the gateway's Swagger UI, in a browser, and takes pictures to be looked at.
//
//   npm install playwright-core         # no part of the build, as Python is not
//   OPADPO_KEY=… CHROMIUM=… node swagger.mjs GATEWAY_ADDRESS FOLDER_FOR_PICTURES [own]
//
// CHROMIUM is the browser's executable. Sends the example body as it stands; with `own` as third argument, one with the
// newest prompt set and a model of the platform's own. Fails unless the answer is 201.
import {mkdtempSync, mkdirSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

// From the folder it is started in, so that nothing has to be installed beside this file.
const {chromium} = createRequire(join(process.cwd(), 'x.js'))('playwright-core');
const [gateway, folder, own] = process.argv.slice(2);
const {OPADPO_KEY: key, CHROMIUM: executablePath} = process.env;
if (!gateway || !folder || !key || !executablePath) {
    console.error('usage: OPADPO_KEY=… CHROMIUM=… node swagger.mjs GATEWAY_ADDRESS FOLDER_FOR_PICTURES [own]');
    process.exit(2);
}

/** The body that the example becomes with things that exist. */
async function body(example) {
    const get = async path =>
        (await fetch(gateway + path, {headers: {Authorization: `Bearer ${key}`}})).json();
    const prompts = (await get('/v1/prompt-sets?limit=1')).items[0].id;
    const model = (await get('/v1/models')).data.find(each => !each.parent).id;
    return {...example, prompt_set: prompts, model};
}

mkdirSync(folder, {recursive: true});
const profile = mkdtempSync(join(tmpdir(), 'swagger-'));
const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    viewport: {width: 1280, height: 1000},
    args: [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
});
try {
    const page = context.pages()[0] ?? await context.newPage();
    const problems = [];
    page.on('pageerror', error => problems.push(error.message));
    page.on('console', message => message.type() === 'error' && problems.push(message.text()));
    const shot = name => page.screenshot({path: join(folder, name + '.png'), fullPage: true});

    await page.goto(gateway + '/');
    await page.waitForSelector('.opblock');
    await shot('1-opened');
    const groups = await page.locator('.topbar select option').allInnerTexts();
    for (const group of groups) {
        const loaded = page.waitForResponse(answer => answer.url().includes('/v3/api-docs'));
        await page.locator('.topbar select').selectOption({label: group});
        await loaded.catch(() => {});
        await page.waitForFunction(name => document.querySelector('.info .title')?.textContent.includes(name), group);
        await shot('2-group-' + group);
    }
    await page.locator('.topbar select').selectOption({label: 'gateway'});
    await page.waitForFunction(() => document.querySelector('.info .title')?.textContent.includes('gateway'));

    await page.locator('button.authorize').first().click();
    await page.locator('.auth-container input').fill(key);
    await page.locator('.auth-btn-wrapper button.authorize').click();
    await page.locator('.auth-btn-wrapper .btn-done').click();

    const operation = page.locator('.opblock-post', {has: page.locator('[data-path="/v1/pipelines"]')});
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('.try-out__btn').click();
    const text = operation.locator('textarea.body-param__text');
    await text.waitFor();
    const example = JSON.parse(await text.inputValue());
    await shot('3-example');
    if (own) {
        await text.fill(JSON.stringify(await body(example), null, 2));
    }
    await operation.locator('button.execute').click();
    await operation.locator('.live-responses-table .response-col_status').first().waitFor();
    await operation.locator('.live-responses-table').scrollIntoViewIfNeeded();
    await operation.screenshot({path: join(folder, '4-answer.png')});
    const status = (await operation.locator('.live-responses-table tbody .response-col_status').first().innerText()).trim();
    console.log(`Groups: ${groups.join(', ')}`);
    console.log(`POST /v1/pipelines: ${status.replace(/\s+/g, ' ')}`);
    problems.forEach(problem => console.log('Console: ' + problem));
    process.exitCode = status.startsWith('201') ? 0 : 1;
} finally {
    await context.close();
    rmSync(profile, {recursive: true, force: true});
}
